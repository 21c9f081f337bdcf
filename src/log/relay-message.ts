import { z } from "zod";
import type { LogMode } from "../domain/event.ts";
import type { ThreadRow } from "./event-row.ts";
import type { Claim } from "./window.ts";

/** Rows of one claim on their way to another process; `last` exists even when it is too large to be among them. */
export type RelayMessage = { from: string; claim: Claim; last: number; rows: readonly ThreadRow[] };

const Header = z.tuple([z.string(), z.string(), z.number(), z.boolean(), z.number()]);
const Mode = z.custom<LogMode>((value) => typeof value === "string");
const RowFields = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  Mode,
  z.string(),
  z.string().nullable(),
]);

/** A line for the message, then two for each row: what it is, and its data, which is one line of JSON already. */
export function writeRelayMessage({ from, claim, last, rows }: RelayMessage): string {
  let text = JSON.stringify([from, claim.runId, claim.firstSeq, claim.resumed, last]);
  for (const { seq, runSeq, attempt, at, mode, ns, note, json } of rows) {
    text += `\n${JSON.stringify([seq, runSeq, attempt, at, mode, ns, note])}\n${json}`;
  }
  return text;
}

/** null when the message is this process's own or not to be understood. */
export function readRelayMessage(text: string, self: string): RelayMessage | null {
  const lines = text.split("\n");
  const header = Header.safeParse(toJson(lines[0]));
  if (!header.success || header.data[0] === self) return null;
  const [from, runId, firstSeq, resumed, last] = header.data;
  const rows: ThreadRow[] = [];
  for (let line = 1; line + 1 < lines.length; line += 2) {
    const fields = RowFields.safeParse(toJson(lines[line]));
    if (!fields.success) return null;
    const [seq, runSeq, attempt, at, mode, ns, note] = fields.data;
    rows.push({ seq, runSeq, attempt, at, mode, ns, note, json: lines[line + 1] ?? "null", runId });
  }
  return { from, claim: { runId, firstSeq, resumed }, last, rows };
}

function toJson(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? "");
  } catch {
    return null;
  }
}
