import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import { toPlain, toWireJson } from "../log/wire.ts";
import { openState, threadWithoutGraph, type StateDeps, type StateView } from "./state-view.ts";

type Values = Record<string, unknown>;
type UpdateInput = {
  threadId: string;
  values: Values | Values[] | null;
  asNode?: string | undefined;
  checkpoint?: { checkpoint_id?: string | null | undefined; checkpoint_ns?: string | null | undefined } | undefined;
  checkpointId?: string | undefined;
};

/** Writes a checkpoint by hand. Throws `thread_without_graph`, `thread_busy`, `validation_failed`. */
export function createUpdateState(deps: StateDeps) {
  return async function updateState({ ctx, input }: { ctx: CallContext; input: UpdateInput }) {
    const { tenantId } = ctx.principal;
    const { view } = await openState(deps, tenantId, input.threadId);
    if (view === null) throw threadWithoutGraph(input.threadId);
    await refuseBusy(deps.db, tenantId, input.threadId);

    let config: object = view.at({
      checkpoint_id: input.checkpoint?.checkpoint_id ?? input.checkpointId,
      checkpoint_ns: input.checkpoint?.checkpoint_ns,
    });
    for (const values of toSteps(input.values)) config = await write(view, config, values, input.asNode);
    await refreshThread(deps.db, tenantId, view);
    const written = toPublicKeys(config);
    return { checkpoint: written, configurable: written };
  };
}

function toSteps(values: UpdateInput["values"]): (Values | null)[] {
  return Array.isArray(values) ? values : [values];
}

async function write(view: StateView, config: object, values: Values | null, asNode: string | undefined) {
  try {
    const written = await view.graph.updateState(config, values, asNode);
    return { configurable: { ...toConfigurable(config), ...toConfigurable(written) } };
  } catch (error) {
    // What the graph refuses (an unknown node, a value of the wrong shape) is the caller's to mend.
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof Error && /InvalidUpdate|Zod|no node|ambiguous/i.test(`${error.name} ${why}`)) {
      throw new AppError("validation_failed", `values: ${why}`, { cause: error });
    }
    throw error;
  }
}

async function refuseBusy(db: Database, tenantId: string, threadId: string): Promise<void> {
  const [active] = await db.run(
    tenantId,
    "select 1 from runs where tenant_id = $1 and thread_id = $2 and status in ('pending', 'running') limit 1",
    [tenantId, threadId],
  );
  if (active !== undefined) throw new AppError("thread_busy", "Thread is busy", { fix: "Wait for its runs or cancel them." });
}

/** The thread's row follows its head. */
async function refreshThread(db: Database, tenantId: string, { graph, at, thread }: StateView): Promise<void> {
  const head = await graph.getState(at());
  const open = head.tasks.filter(({ error }) => error === undefined);
  const interrupts = head.next.length > 0 ? Object.fromEntries(open.map((task) => [task.id, toPlain(task.interrupts)])) : {};
  await db.run(
    tenantId,
    `update threads set values = $3::jsonb, interrupts = $4::jsonb, status = $5, updated_at = now(), state_updated_at = now()
     where tenant_id = $1 and thread_id = $2`,
    [
      tenantId,
      thread.thread_id,
      toWireJson(head.values),
      toWireJson(interrupts),
      head.next.length > 0 ? "interrupted" : "idle",
    ],
  );
}

function toConfigurable(config: object): Values {
  const configurable: unknown = "configurable" in config ? config.configurable : {};
  return typeof configurable === "object" && configurable !== null ? { ...configurable } : {};
}

function toPublicKeys(config: object): Values {
  return Object.fromEntries(Object.entries(toConfigurable(config)).filter(([key]) => !key.startsWith("__")));
}
