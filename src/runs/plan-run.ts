import type { Assistant } from "../domain/assistant.ts";
import type { MetadataFilter } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import { isUuid, toAssistantId, type NewId } from "../domain/ids.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import type { CallContext } from "../domain/principal.ts";
import type { RunCreate, RunKwargs } from "../domain/run.ts";
import type { ThreadTtlDefault } from "../domain/thread.ts";
import type { NewRun } from "./new-run.ts";
import { toMerged, toOrigin, toRequested, toThreadConfig } from "./run-request.ts";

export type PlanDeps = {
  newId: NewId;
  graphs: Pick<GraphCatalogue, "has">;
  findAssistant(tenantId: string, reference: string, filter?: MetadataFilter | null): Promise<Assistant>;
  /** What the run keeps of its webhook, if anything. Throws `validation_failed` for a URL that none may go to. */
  acceptWebhook?(url: string): string | null;
  /** What becomes of threads that are made for a run. */
  threadTtl?: ThreadTtlDefault | null;
};

/** `threadId` null: a stateless run. `headers`: those that become configuration, in lower case. */
export type RunRequest = { threadId: string | null; body: RunCreate; headers: Record<string, string> };

type Asked = { ctx: CallContext; request: RunRequest; threadId: string; runId: string; assistantId: string };

/**
 * Asks whether the caller may create the run and works out what it is to be; nothing of it is stored yet. Throws
 * `forbidden`, `assistant_not_found`, `validation_failed`.
 */
export function createPlanRun({ newId, graphs, findAssistant, acceptWebhook, threadTtl }: PlanDeps) {
  const minutes = threadTtl?.defaultTtlMinutes ?? null;
  const newThreadTtl =
    minutes === null ? null : { ttl_minutes: minutes, strategy: threadTtl?.strategy ?? "delete" };
  return async function planRun(ctx: CallContext, request: RunRequest): Promise<NewRun> {
    const { tenantId } = ctx.principal;
    const { body, headers } = request;
    const threadId = request.threadId ?? newId();
    const runId = newId();
    const reference = body.assistant_id;
    const assistantId = isUuid(reference) ? reference.toLowerCase() : toAssistantId(reference);
    const { value, filter } = await mayCreate({ ctx, request, threadId, runId, assistantId });
    const read = await ctx.authorize("assistants:read", { assistant_id: assistantId });
    const assistant = await findAssistant(tenantId, reference, read.filter);
    if (!graphs.has(assistant.graph_id)) throw new AppError("assistant_not_found", "Assistant not found");
    const asked = value.kwargs.webhook;
    const webhook = asked === null || acceptWebhook === undefined ? asked : acceptWebhook(asked);

    const stamp = { graph_id: assistant.graph_id, assistant_id: assistantId };
    const { kwargs, configurable } = toMerged({ ...value.kwargs, webhook }, headers, assistant);
    const { identity, permissions, user } = ctx.principal;
    return {
      tenantId,
      threadId,
      runId,
      assistantId,
      graphId: assistant.graph_id,
      kwargs,
      configurable,
      metadata: { under: assistant.metadata, over: { ...value.metadata, ...stamp } },
      caller: { identity, permissions, user },
      threadConfig: body.config ? toThreadConfig(value.kwargs) : {},
      threadStamp: stamp,
      newThreadMetadata: { ...toChanges(body.metadata ?? {}, value.metadata), ...stamp },
      newThreadTtl,
      threadFilter: filter,
      origin: toOrigin(kwargs, configurable),
      strategy: value.multitask_strategy,
      createThread: request.threadId === null || value.if_not_exists === "create",
      afterSeconds: value.after_seconds,
      claim: null,
    };
  };
}

/** What handlers of custom auth see of a run and may change; the ids stay what they are. */
function mayCreate({ ctx, request, threadId, runId, assistantId }: Asked) {
  const { body } = request;
  const kwargs: RunKwargs = toRequested(body, request.threadId === null && body.on_completion !== "keep");
  const strategy = body.multitask_strategy ?? "enqueue";
  return ctx.authorize("threads:create_run", {
    thread_id: threadId,
    assistant_id: assistantId,
    run_id: runId,
    status: "pending",
    metadata: structuredClone(body.metadata ?? {}),
    multitask_strategy: strategy,
    if_not_exists: request.threadId === null ? "create" : (body.if_not_exists ?? "reject"),
    after_seconds: body.after_seconds ?? 0,
    prevent_insert_if_inflight: strategy === "reject",
    kwargs,
  });
}

/** What a handler has put there or made into something else. */
function toChanges(
  asked: Record<string, unknown>,
  granted: Record<string, unknown>,
): Record<string, unknown> {
  const isChanged = ([key, value]: [string, unknown]): boolean =>
    JSON.stringify(asked[key]) !== JSON.stringify(value);
  return Object.fromEntries(Object.entries(granted).filter(isChanged));
}
