export type PhraseKind = "audience" | "business" | "product" | "goal" | "topic" | "offer";
/** A part of a request that says one thing; `isSure` when a word of its own announces it. */
export type Phrase = { kind: PhraseKind; text: string; isSure: boolean };
