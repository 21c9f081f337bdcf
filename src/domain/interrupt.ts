/** A pending interrupt on the wire (PROTOCOL 1.5). */
export type Interrupt = { id: string; value: unknown };
