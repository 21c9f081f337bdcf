import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

type Json = Record<string, unknown>;

export type Frame = { id: number; event: string; data: Json };

/** A client that knows several processes of the service and goes on to another when one does not answer. */
export type ChaosClient = {
  /** Repeats the request until it is answered; the same key makes it the same request. */
  post(path: string, body: Json): Promise<Json>;
  get(path: string): Promise<Json>;
  /** The frames of a run up to its `end`, coming back with the last id as often as the connection breaks. */
  follow(path: string): Promise<Frame[]>;
};

type ClientDeps = { pickUrl(): Promise<string>; isOver(): boolean };

const ANSWERED_WITHIN_MS = 5_000;
const SILENT_FOR_MS = 7_000;
const PAUSE_MS = 200;

export function createChaosClient({ pickUrl, isOver }: ClientDeps): ChaosClient {
  /** null when it is to be asked again. */
  async function tryCall(path: string, init: RequestInit): Promise<Json | null> {
    try {
      const reply = await fetch((await pickUrl()) + path, {
        ...init,
        signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
      });
      const body = await reply.text();
      if (reply.status === 503 || reply.status >= 500) return null;
      if (!reply.ok) throw new RefusedError(`${init.method ?? "GET"} ${path}: ${reply.status} ${body}`);
      return body === "" ? {} : JSON.parse(body);
    } catch (error) {
      if (error instanceof RefusedError) throw error;
      return null;
    }
  }
  async function call(path: string, init: RequestInit = {}): Promise<Json> {
    while (!isOver()) {
      const answer = await tryCall(path, init);
      if (answer !== null) return answer;
      await sleep(PAUSE_MS);
    }
    throw new Error(`${path} was not answered in time`);
  }

  /** Adds frames as they come; true when the last one is there. */
  async function followOnce(path: string, frames: Frame[]): Promise<boolean> {
    const silence = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENT_FOR_MS);
    };
    wait();
    try {
      const headers = { "last-event-id": String(frames.at(-1)?.id ?? -1) };
      const reply = await fetch((await pickUrl()) + path, { headers, signal: silence.signal });
      let text = "";
      for await (const chunk of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        wait();
        const blocks = (text + chunk).split("\n\n");
        text = blocks.pop() ?? "";
        frames.push(...blocks.flatMap(toFrame));
        if (frames.at(-1)?.event === "end") return true;
      }
      return false;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
      silence.abort();
    }
  }

  return {
    post(path, body) {
      const headers = { "content-type": "application/json", "idempotency-key": randomUUID() };
      return call(path, { method: "POST", headers, body: JSON.stringify(body) });
    },
    get: (path) => call(path),
    async follow(path) {
      const frames: Frame[] = [];
      while (!(await followOnce(path, frames))) {
        if (isOver()) throw new Error(`${path} did not end in time`);
        await sleep(PAUSE_MS);
      }
      return frames;
    },
  };
}

/** The request itself is wrong: nothing that chaos explains. */
class RefusedError extends Error {}

function toFrame(block: string): Frame[] {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  const event = fields.get("event");
  if (event === undefined) return [];
  return [{ id: Number(fields.get("id")), event, data: JSON.parse(fields.get("data") ?? "null") }];
}
