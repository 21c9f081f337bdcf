import type { CallContext } from "../domain/principal.ts";
import type { ThreadState } from "../domain/thread.ts";
import type { Handler } from "./command.ts";

/** States newest first, strictly older than `before`. Authorizes by itself. Throws `thread_not_found`. */
export type ReadHistory = (call: {
  ctx: CallContext;
  input: {
    threadId: string;
    limit: number;
    before: string | null;
    checkpoint?: { checkpoint_ns?: string };
  };
}) => Promise<ThreadState[]>;

const USUAL_LIMIT = 10;

export function createListCheckpoints({
  readHistory,
}: {
  readHistory: ReadHistory;
}): Handler<"state.listCheckpoints"> {
  return async function listCheckpoints({ ctx, threadId, command }) {
    const { namespace = [], limit = USUAL_LIMIT, before = null } = command;
    const states = await readHistory({
      ctx,
      input: {
        threadId,
        // One more says which node led to the last.
        limit: limit + 1,
        before,
        checkpoint: { checkpoint_ns: namespace.join("|") },
      },
    });
    const checkpoints = states.slice(0, limit).map((state, index) => toSummary(state, states[index + 1]));
    return { result: { checkpoints } };
  };
}

function toSummary(
  { checkpoint, created_at, metadata }: ThreadState,
  parent: ThreadState | undefined,
): object {
  const step = metadata["step"];
  const [node, ...others] = parent?.next ?? [];
  return {
    id: checkpoint?.checkpoint_id,
    timestamp: created_at,
    step: typeof step === "number" ? step : 0,
    ...(node !== undefined && others.length === 0 ? { node_name: node } : {}),
    metadata,
  };
}
