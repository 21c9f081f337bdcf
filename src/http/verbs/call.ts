import type { Comment, Frame } from "../../domain/event.ts";
import type { CallContext } from "../../domain/principal.ts";

/** Every verb takes who calls and what is asked. */
export type Call<Input> = { ctx: CallContext; input: Input };

/** `total` counts every row that matches, not only this page. */
export type Page<Row> = { rows: Row[]; total: number };

/** A frame whose data is JSON text already, as the log keeps it: one line, written to the wire as it is. */
export type RawFrame = { id: string; event: string; json: string };

/** Frames that are ready together go out in one write. */
export type FrameBatch = readonly (RawFrame | Frame | Comment)[];
