import type { LogMode } from "../domain/event.ts";
import type { EventRow } from "./event-row.ts";

/** A row as Postgres keeps it: one event, or the tokens of one message that came after each other. */
export type StoredRow = Omit<EventRow, "mode" | "shared"> & { mode: LogMode | typeof PACK };

/** `seq` is that of the last piece, so that whoever asks for what came after any of them finds the pack. */
const PACK = "messages-pack";
const MOST_CHARACTERS = 64_000;

/**
 * Tokens of one message share their metadata, which is far longer than they are. A pack keeps it once: its first line
 * is the metadata, each further line `<id offset>,<milliseconds offset>,<piece>` of one token.
 */
export function packRows(rows: readonly EventRow[]): StoredRow[] {
  const packed: StoredRow[] = [];
  for (let begin = 0; begin < rows.length;) {
    const end = findEnd(rows, begin);
    const [first] = rows.slice(begin, begin + 1);
    if (first === undefined) break;
    if (end - begin > 1) packed.push(toPack(rows.slice(begin, end), first));
    else packed.push(toStored(first));
    begin = end;
  }
  return packed;
}

/** The events of a stored row, those up to `after` left out. */
export function unpackRow(stored: StoredRow, after: number): EventRow[] {
  const { mode } = stored;
  if (mode !== PACK) return stored.seq > after ? [{ ...stored, mode }] : [];
  const [shared = "", ...lines] = stored.json.split("\n");
  const base = stored.seq - lines.length + 1;
  return lines.flatMap((line, index) => {
    const seq = base + index;
    if (seq <= after) return [];
    const afterId = line.indexOf(",");
    const afterTime = line.indexOf(",", afterId + 1);
    return [
      {
        seq,
        runSeq: stored.runSeq + Number(line.slice(0, afterId)),
        attempt: stored.attempt,
        ns: stored.ns,
        mode: "messages" as const,
        note: null,
        json: `[${line.slice(afterTime + 1)},${shared}]`,
        at: stored.at + Number(line.slice(afterId + 1, afterTime)),
      },
    ];
  });
}

function findEnd(rows: readonly EventRow[], begin: number): number {
  const first = rows[begin];
  if (first?.shared === undefined || first.note !== null) return begin + 1;
  let characters = 0;
  let end = begin;
  for (; end < rows.length && characters < MOST_CHARACTERS; end++) {
    const row = rows[end];
    if (row === undefined || row.seq !== first.seq + end - begin) break;
    if (row.shared !== first.shared || row.ns !== first.ns || row.note !== null) break;
    characters += row.json.length - first.shared.length;
  }
  return end;
}

function toPack(rows: readonly EventRow[], first: EventRow): StoredRow {
  const shared = first.shared ?? "";
  const lines = rows.map(({ runSeq, at, json }) => {
    const piece = json.slice(1, json.length - shared.length - 2);
    return `${runSeq - first.runSeq},${at - first.at},${piece}`;
  });
  return {
    ...toStored(first),
    seq: first.seq + rows.length - 1,
    mode: PACK,
    json: `${shared}\n${lines.join("\n")}`,
  };
}

function toStored({ shared: _, ...row }: EventRow): StoredRow {
  return row;
}
