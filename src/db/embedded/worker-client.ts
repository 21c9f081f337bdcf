import { Worker } from "node:worker_threads";
import { AppError } from "../../domain/errors.ts";
import type { Row } from "../database.ts";
import { toRoomless } from "../passing.ts";
import type { WorkerAnswer, WorkerRequest } from "./protocol.ts";

type WithoutId<T> = T extends { id: number } ? Omit<T, "id"> : never;
export type WorkerCall = WithoutId<WorkerRequest>;

export type WorkerClient = {
  call(request: WorkerCall): Promise<Row[]>;
  onNotification(handler: (channel: string, payload: string) => void): void;
  terminate(): Promise<void>;
};

class EmbeddedQueryError extends Error {
  readonly code: string | null;
  readonly detail: string | null;

  constructor(answer: { message: string; code: string | null; detail: string | null }) {
    super(answer.message);
    this.name = "EmbeddedQueryError";
    this.code = answer.code;
    this.detail = answer.detail;
  }
}

type Waiting = { resolve(rows: Row[]): void; reject(error: unknown): void };

/** Starts the database's thread and speaks to it; resolves when the database is open. */
export async function startWorker(dataDir: string | null): Promise<WorkerClient> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { dataDir } });
  const waiting = new Map<number, Waiting>();
  let notify: (channel: string, payload: string) => void = () => {};
  let nextId = 1;
  let gone: Error | null = null;

  const opened = Promise.withResolvers<void>();
  const abandon = (error: Error): void => {
    gone = error;
    opened.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const settle = (id: number): Waiting | undefined => {
    const entry = waiting.get(id);
    waiting.delete(id);
    return entry;
  };
  worker.on("error", (error) => abandon(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => abandon(new AppError("unavailable", "The embedded database has been closed")));
  worker.on("message", (answer: WorkerAnswer) => {
    switch (answer.kind) {
      case "ready":
        return opened.resolve();
      case "failed-to-open":
        return abandon(new AppError("unavailable", `The embedded database did not open: ${answer.message}`));
      case "rows":
        return settle(answer.id)?.resolve(answer.rows);
      case "error":
        return settle(answer.id)?.reject(toRoomless(new EmbeddedQueryError(answer)));
      case "notification":
        return notify(answer.channel, answer.payload);
    }
  });
  await opened.promise;

  return {
    call(request) {
      if (gone !== null) return Promise.reject(gone);
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...request, id });
      });
    },
    onNotification(handler) {
      notify = handler;
    },
    async terminate() {
      await worker.terminate();
    },
  };
}
