import type { CallContext } from "../domain/principal.ts";
import { CommandError } from "../domain/thread-command.ts";
import type { ThreadState } from "../domain/thread.ts";
import type { Handler } from "./command.ts";

/** Authorizes by itself. Throws `thread_not_found`. */
export type ReadState = (call: {
  ctx: CallContext;
  input: { threadId: string; checkpointNs?: string; subgraphs: boolean };
}) => Promise<ThreadState>;

/** The state of the graph at a namespace; of the root it is there even before the first checkpoint. */
export function createGetState({ readState }: { readState: ReadState }): Handler<"state.get"> {
  return async function getState({ ctx, threadId, command }) {
    const { namespace, keys } = command;
    const ns = namespace.join("|");
    const state = await readAt(() =>
      readState({ ctx, input: { threadId, checkpointNs: ns, subgraphs: false } }),
    );
    if (state.checkpoint === null && ns !== "") throw noSuchNamespace(ns);
    const values = Object.entries(state.values).filter(([key]) => keys === undefined || keys.includes(key));
    const checkpoint =
      state.checkpoint === null
        ? {}
        : { checkpoint: { id: state.checkpoint.checkpoint_id, ns: state.checkpoint.checkpoint_ns } };
    return { result: { values: Object.fromEntries(values), ...checkpoint } };

    async function readAt(read: () => Promise<ThreadState>): Promise<ThreadState> {
      try {
        return await read();
      } catch (error) {
        if (ns !== "" && isUnknownSubgraph(error)) throw noSuchNamespace(ns);
        throw error;
      }
    }
  };
}

function noSuchNamespace(ns: string): CommandError {
  return new CommandError("no_such_namespace", `The thread has no state at ${ns}`);
}

/** LangGraph has no class for it. */
function isUnknownSubgraph(error: unknown): boolean {
  return error instanceof Error && /subgraph.* not found/i.test(error.message);
}
