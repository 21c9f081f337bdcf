import type { CallContext } from "../domain/principal.ts";
import type { ThreadState } from "../domain/thread.ts";
import { openState, type StateDeps, type StateView } from "./state-view.ts";
import { EMPTY_STATE, selectFields, toThreadState } from "./to-thread-state.ts";

type StateInput = {
  threadId: string;
  checkpointId?: string | undefined;
  checkpointNs?: string | undefined;
  subgraphs: boolean;
  select?: string[] | undefined;
};

type Selector = { checkpoint_id?: string | null | undefined; checkpoint_ns?: string | null | undefined };

type HistoryInput = {
  threadId: string;
  limit: number;
  before: string | null;
  metadata?: Record<string, unknown> | undefined;
  checkpoint?: Selector | undefined;
  select?: string[] | undefined;
};

/** The state at the head or at one checkpoint. A thread on which nothing ran has an empty one. */
export function createReadState(deps: StateDeps) {
  return async function readState({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: StateInput;
  }): Promise<ThreadState> {
    const view = await openFor(deps, ctx, input.threadId);
    if (view === null) return selectFields(EMPTY_STATE, input.select);
    const checkpoint = { checkpoint_id: input.checkpointId, checkpoint_ns: input.checkpointNs };
    const snapshot = await view.read(checkpoint, { subgraphs: input.subgraphs });
    const state = snapshot.createdAt === undefined ? EMPTY_STATE : toThreadState(snapshot, view.results);
    return selectFields(state, input.select);
  };
}

/** States newest first, strictly older than `before`. */
export function createReadHistory(deps: StateDeps) {
  return async function readHistory({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: HistoryInput;
  }): Promise<ThreadState[]> {
    const view = await openFor(deps, ctx, input.threadId);
    if (view === null) return [];
    const { checkpoint, before, limit, metadata } = input;
    const options = {
      limit,
      ...(before === null
        ? {}
        : { before: view.at({ checkpoint_id: before, checkpoint_ns: checkpoint?.checkpoint_ns }) }),
      ...(metadata === undefined ? {} : { filter: metadata }),
    };
    const states: ThreadState[] = [];
    const address = view.at({
      checkpoint_ns: checkpoint?.checkpoint_ns,
      checkpoint_id: checkpoint?.checkpoint_id,
    });
    for await (const snapshot of view.graph.getStateHistory(address, options)) {
      states.push(selectFields(toThreadState(snapshot, view.results), input.select));
      if (states.length >= limit) break;
    }
    return states;
  };
}

async function openFor(deps: StateDeps, ctx: CallContext, threadId: string): Promise<StateView | null> {
  const { value, filter } = await ctx.authorize("threads:read", { thread_id: threadId });
  return (await openState(deps, ctx.principal.tenantId, value.thread_id, filter)).view;
}
