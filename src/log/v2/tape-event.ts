import type { ThreadRow } from "../event-row.ts";

export type TapeMethod =
  | "lifecycle"
  | "messages"
  | "tools"
  | "values"
  | "checkpoints"
  | "updates"
  | "tasks"
  | "custom"
  | "input.requested"
  | "input.answered";

/** One event of the thread protocol, as it goes over the wire (PROTOCOL 5.4). */
export type TapeEvent = {
  type: "event";
  event_id: string;
  seq: number;
  method: TapeMethod;
  run_id: string;
  params: { namespace: string[]; timestamp: number; node?: string; data: unknown };
};

/** Which channels somebody reads; what nobody reads is not rendered, and the rest keeps its numbers. */
export type Wants = (channel: string) => boolean;

/** Renders rows to events: all of one row together, in their order. */
export type TapeRenderer = (row: ThreadRow) => TapeEvent[];

/**
 * A row of the log takes this many numbers of the tape, so that each of the events it renders to has one of its own
 * which never changes, whoever renders it and whatever he left out.
 */
export const NUMBERS_PER_ROW = 10_000;

/** Where in a row's numbers an event may stand; the parts follow each other as their events do. */
const LANES = {
  /** Ends and beginnings of graphs inside the graph, and of the run itself. */
  began: { first: 0, size: 1_000 },
  /** Messages that are over with this row. */
  closed: { first: 1_000, size: 1_000 },
  /** What the row itself says. */
  said: { first: 2_000, size: 3_000 },
  /** Graphs that end with their run. */
  ended: { first: 5_000, size: 1_000 },
  asked: { first: 6_000, size: 1_000 },
  /** The last event of a run has the last number of its last row. */
  last: { first: NUMBERS_PER_ROW - 1, size: 1 },
} as const;

export type Lane = keyof typeof LANES;

type Said = { ns: string; method: TapeMethod; data: unknown; node?: string | undefined };

/** The tape's number of the last event that a row may render to. */
export function toTapeSeq(rowSeq: number): number {
  return rowSeq * NUMBERS_PER_ROW;
}

/** The row that holds a number of the tape. */
export function toRowSeq(tapeSeq: number): number {
  return Math.ceil(tapeSeq / NUMBERS_PER_ROW);
}

/** Numbers the events of one row. What a lane has no number for is left out: such a row says more than anyone reads. */
export function createNumbering(row: ThreadRow) {
  const taken = new Map<Lane, number>();
  return function number(lane: Lane, said: Said): TapeEvent[] {
    const index = taken.get(lane) ?? 0;
    const { first, size } = LANES[lane];
    if (index >= size) return [];
    taken.set(lane, index + 1);
    const seq = (row.seq - 1) * NUMBERS_PER_ROW + first + index + 1;
    return [toEvent(row, seq, said)];
  };
}

function toEvent(row: ThreadRow, seq: number, { ns, method, data, node }: Said): TapeEvent {
  return {
    type: "event",
    event_id: toEventId(row, seq, ns, method, data),
    seq,
    method,
    run_id: row.runId,
    params: {
      namespace: ns === "" ? [] : ns.split("|"),
      timestamp: row.at,
      ...(node === undefined ? {} : { node }),
      data,
    },
  };
}

/** Clients read the run out of the ids of its beginning and its end, and tell replays from news by them. */
function toEventId({ runId }: ThreadRow, seq: number, ns: string, method: TapeMethod, data: unknown): string {
  if (method !== "lifecycle" || ns !== "") return String(seq);
  const status = typeof data === "object" && data !== null && "event" in data ? String(data.event) : "";
  return `synth:${runId}:lc||${status}`;
}
