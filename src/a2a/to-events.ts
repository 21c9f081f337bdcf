import { isRecord } from "../domain/record.ts";
import { type RpcCall, toErrorBody } from "./json-rpc.ts";

type Streamed = {
  first: IteratorResult<object, void>;
  rest: AsyncIterator<object, void>;
  rpc: RpcCall;
  /** The last event says that it is: version 0.3 has a field for it, and who names no version reads it, too. */
  tellsFinal: boolean;
};

/** Replies as server-sent events; a failure in the middle is the last of them. */
export async function* toEvents({ first, rest, rpc, tellsFinal }: Streamed): AsyncGenerator<string> {
  try {
    for (let next = first; next.done !== true; next = await rest.next())
      yield toText(tellsFinal ? withFinal(next.value) : next.value);
  } catch (error) {
    yield toText(toErrorBody(error, rpc));
  }
}

function toText(reply: object): string {
  return `data: ${JSON.stringify(reply)}\n\n`;
}

const LAST = /^(?:TASK_STATE_)?(?:completed|failed|canceled|rejected|input[-_]required)$/i;

function withFinal(reply: object): object {
  const result: unknown = "result" in reply ? reply.result : null;
  if (!isRecord(result)) return reply;
  if (result["kind"] === "status-update") return { ...reply, result: { ...result, final: isLast(result) } };
  const update = result["statusUpdate"];
  if (!isRecord(update) || !isLast(update)) return reply;
  return { ...reply, result: { ...result, statusUpdate: { ...update, final: true } } };
}

function isLast({ status }: Record<string, unknown>): boolean {
  return isRecord(status) && LAST.test(String(status["state"]));
}
