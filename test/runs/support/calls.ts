import type { TestService } from "../../support/service.ts";

export type Reply = { status: number; headers: Headers; text: string; json: Record<string, unknown> };

export const HELLO = { messages: [{ type: "human", id: "h1", content: "hello" }] };

/** Calls of one service, as bytes go over the wire: no SDK in between. */
export function createCalls({ url }: Pick<TestService, "url">) {
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(url + path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: toJson(text) };
  }
  const post = (path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> =>
    call("POST", path, body, headers);
  const get = async (path: string): Promise<Record<string, unknown>> => (await call("GET", path)).json;
  return {
    call,
    post,
    get,
    async createThread(body: object = {}): Promise<string> {
      return String((await post("/threads", body)).json["thread_id"]);
    },
    async createRun(threadId: string, body: object): Promise<string> {
      return String((await post(`/threads/${threadId}/runs`, body)).json["run_id"]);
    },
    /** The output of a run that is created and waited for. */
    async wait(threadId: string, body: object): Promise<Record<string, unknown>> {
      return (await post(`/threads/${threadId}/runs/wait`, body)).json;
    },
    cancel: (threadId: string, runId: string, query = ""): Promise<Reply> =>
      post(`/threads/${threadId}/runs/${runId}/cancel${query}`),
    /** Runs of a thread, newest first. */
    async list(threadId: string, query = ""): Promise<Record<string, unknown>[]> {
      const runs: unknown = JSON.parse((await call("GET", `/threads/${threadId}/runs${query}`)).text);
      return runs as Record<string, unknown>[];
    },
  };
}

function toJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
