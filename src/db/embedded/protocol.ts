import type { Row } from "../database.ts";

/** Messages to the worker thread that holds the embedded database; each is answered once by its `id`. */
export type WorkerRequest =
  | { op: "query"; id: number; tenantId: string; text: string; values: readonly unknown[] }
  | { op: "execute"; id: number; statements: string }
  | { op: "jobs"; id: number; text: string; values: readonly unknown[] }
  | { op: "owner"; id: number; text: string; values: readonly unknown[] }
  | { op: "begin"; id: number; tenantId: string }
  | { op: "commit"; id: number }
  | { op: "rollback"; id: number }
  | { op: "work-as-app"; id: number }
  | { op: "vacuum"; id: number }
  | { op: "listen"; id: number; channel: string }
  | { op: "unlisten"; id: number; channel: string }
  | { op: "close"; id: number };

export type WorkerAnswer =
  | { kind: "ready" }
  | { kind: "failed-to-open"; message: string }
  | { kind: "rows"; id: number; rows: Row[] }
  | { kind: "error"; id: number; message: string; code: string | null; detail: string | null }
  | { kind: "notification"; channel: string; payload: string };
