import { z } from "zod";
import type { ThreadRow } from "./event-row.ts";
import { packRows, unpackRow, type StoredRow } from "./pack-rows.ts";
import type { Claim } from "./window.ts";

/** Rows of one claim on their way to another process; `last` exists even when it is too large to be among them. */
export type RelayMessage = { from: string; claim: Claim; last: number; rows: readonly ThreadRow[] };

const Header = z.tuple([z.string(), z.string(), z.number(), z.boolean(), z.number()]);
const Mode = z.custom<StoredRow["mode"]>((value) => typeof value === "string");
const RowFields = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  Mode,
  z.string(),
  z.string().nullable(),
]);
/** Stands in no JSON text. */
const SEPARATOR = "\u001e";

/** A part for the message, then two for each row as it is stored: what it is, and its data, which is text already. */
export function writeRelayMessage({ from, claim, last, rows }: RelayMessage): string {
  let text = JSON.stringify([from, claim.runId, claim.firstSeq, claim.resumed, last]);
  for (const { seq, runSeq, attempt, at, mode, ns, note, json } of packRows(rows)) {
    text += SEPARATOR + JSON.stringify([seq, runSeq, attempt, at, mode, ns, note]) + SEPARATOR + json;
  }
  return text;
}

/** null when the message is this process's own or not to be understood. */
export function readRelayMessage(text: string, self: string): RelayMessage | null {
  const parts = text.split(SEPARATOR);
  const header = Header.safeParse(toJson(parts[0]));
  if (!header.success || header.data[0] === self) return null;
  const [from, runId, firstSeq, resumed, last] = header.data;
  const rows: ThreadRow[] = [];
  for (let part = 1; part + 1 < parts.length; part += 2) {
    const fields = RowFields.safeParse(toJson(parts[part]));
    if (!fields.success) return null;
    const [seq, runSeq, attempt, at, mode, ns, note] = fields.data;
    const stored = { seq, runSeq, attempt, at, mode, ns, note, json: parts[part + 1] ?? "null" };
    for (const row of unpackRow(stored, 0)) rows.push({ ...row, runId });
  }
  return { from, claim: { runId, firstSeq, resumed }, last, rows };
}

function toJson(part: string | undefined): unknown {
  try {
    return JSON.parse(part ?? "");
  } catch {
    return null;
  }
}
