import type { CallContext } from "../domain/principal.ts";
import type { Run } from "../domain/run.ts";
import type { PlacedRun } from "./place-runs.ts";
import type { RunRequest } from "./plan-run.ts";
import type { NewRun } from "./new-run.ts";
import { toFingerprint, type RunKey } from "./run-keys.ts";

/** What a request that is sent again has in common with its first copy. */
export type Repeatable = {
  /** The caller's own name for the request; null when it has none. */
  idempotencyKey?: string | null;
  /** Which way was taken, e.g. "stream": the same body elsewhere is another request. */
  route?: string;
};

type StartDeps = {
  planRun(ctx: CallContext, request: RunRequest): Promise<NewRun>;
  placeRuns(runs: NewRun[], key: RunKey | null): Promise<PlacedRun[]>;
};

export type StartRun = (call: { ctx: CallContext; input: RunRequest & Repeatable }) => Promise<Run>;
/** The same for those who count events: with the last number of the thread's log before the run. */
export type PlaceRun = (call: { ctx: CallContext; input: RunRequest & Repeatable }) => Promise<PlacedRun>;
export type StartBatch = (call: {
  ctx: CallContext;
  input: { requests: RunRequest[] } & Repeatable;
}) => Promise<Run[]>;

/**
 * Creates a run and answers when its row is committed. Throws `forbidden`, `assistant_not_found`, `thread_not_found`,
 * `checkpoint_not_found`, `thread_busy`, `idempotency_key_reused`.
 */
export function createStartRun(deps: StartDeps): StartRun {
  const placeRun = createPlaceRun(deps);
  return async function startRun(call) {
    return (await placeRun(call)).run;
  };
}

export function createPlaceRun({ planRun, placeRuns }: StartDeps): PlaceRun {
  return async function placeRun({ ctx, input }) {
    const { threadId, body, headers, ...repeatable } = input;
    const run = await planRun(ctx, { threadId, body, headers });
    const [placed] = await placeRuns([run], toKey(ctx, repeatable, [{ threadId, body }]));
    if (placed === undefined) throw new Error("A run was neither created nor refused");
    return placed;
  };
}

/** Creates several runs, all or none, in the order in which they are asked for. */
export function createStartBatch({ planRun, placeRuns }: StartDeps): StartBatch {
  return async function startBatch({ ctx, input }) {
    const { requests, ...repeatable } = input;
    const runs: NewRun[] = [];
    for (const request of requests) runs.push(await planRun(ctx, request));
    const asked = requests.map(({ threadId, body }) => ({ threadId, body }));
    return (await placeRuns(runs, toKey(ctx, repeatable, asked))).map(({ run }) => run);
  };
}

function toKey(
  { principal }: CallContext,
  { idempotencyKey, route = "create" }: Repeatable,
  asked: Pick<RunRequest, "threadId" | "body">[],
): RunKey | null {
  if (idempotencyKey === null || idempotencyKey === undefined) return null;
  const { tenantId, identity } = principal;
  const fingerprint = toFingerprint({ route, asked });
  return { tenantId, caller: identity, key: idempotencyKey, fingerprint };
}
