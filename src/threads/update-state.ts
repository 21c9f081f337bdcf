import { Command, Send } from "@langchain/langgraph";
import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import type { RunCommand } from "../domain/run.ts";
import { toPlain, toWireJson } from "../log/wire.ts";
import { isGraphFault, openState, threadWithoutGraph, type StateDeps, type StateView } from "./state-view.ts";

type Values = Record<string, unknown>;
type Update = {
  values?: Values | null | undefined;
  command?: RunCommand | null | undefined;
  asNode?: string | undefined;
};
type UpdateInput = {
  threadId: string;
  /** One checkpoint each, written in order. */
  supersteps: { updates: Update[] }[];
  checkpoint?:
    | { checkpoint_id?: string | null | undefined; checkpoint_ns?: string | null | undefined }
    | undefined;
  checkpointId?: string | undefined;
};

/** Writes checkpoints by hand. Throws `thread_without_graph`, `thread_busy`, `validation_failed`. */
export function createUpdateState(deps: StateDeps) {
  return async function updateState({ ctx, input }: { ctx: CallContext; input: UpdateInput }) {
    const { tenantId } = ctx.principal;
    const { view } = await openState(deps, tenantId, input.threadId);
    if (view === null) throw threadWithoutGraph(input.threadId);
    await refuseBusy(deps.db, tenantId, input.threadId);

    const config = view.at({
      checkpoint_id: input.checkpoint?.checkpoint_id ?? input.checkpointId,
      checkpoint_ns: input.checkpoint?.checkpoint_ns,
    });
    const written = toPublicKeys(config, await write(view, config, input.supersteps));
    await refreshThread(deps.db, tenantId, view);
    return { checkpoint: written, configurable: written };
  };
}

async function write(
  view: StateView,
  config: object,
  supersteps: UpdateInput["supersteps"],
): Promise<object> {
  try {
    return await view.graph.bulkUpdateState(config, supersteps.map(toSuperstep));
  } catch (error) {
    // What the graph refuses (an unknown node, a value of the wrong shape) is the caller's to mend.
    if (!isGraphFault(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError("validation_failed", `values: ${why}`, { cause: error });
  }
}

function toSuperstep({ updates }: { updates: Update[] }) {
  return {
    updates: updates.map(({ values = null, command, asNode }) => ({
      values: command ? toCommand(command) : values,
      ...(asNode === undefined ? {} : { asNode }),
    })),
  };
}

function toCommand({ resume, update, goto }: RunCommand): Command {
  const targets = [goto ?? []]
    .flat()
    .map((target) => (typeof target === "string" ? target : new Send(target.node, target.input ?? null)));
  return new Command({
    ...(resume === undefined ? {} : { resume }),
    ...(update
      ? {
          update: Array.isArray(update)
            ? update.map(([key, value]): [string, unknown] => [key, value])
            : update,
        }
      : {}),
    ...(targets.length === 0 ? {} : { goto: targets }),
  });
}

async function refuseBusy(db: Database, tenantId: string, threadId: string): Promise<void> {
  const [active] = await db.run(tenantId, `select 1 where ${IS_BUSY}`, [tenantId, threadId]);
  if (active !== undefined) throw new AppError("thread_busy", "Thread is busy");
}

/** The thread's row follows its head; a run that came meanwhile keeps it busy. */
async function refreshThread(
  db: Database,
  tenantId: string,
  { graph, at, thread }: StateView,
): Promise<void> {
  const head = await graph.getState(at());
  const open = head.tasks.filter(({ error }) => error === undefined);
  const interrupts =
    head.next.length > 0 ? Object.fromEntries(open.map((task) => [task.id, toPlain(task.interrupts)])) : {};
  await db.run(
    tenantId,
    `update threads set values = $3::jsonb, interrupts = $4::jsonb, error = null, updated_at = now(), state_updated_at = now(),
       status = case when ${IS_BUSY} then status else $5 end
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

const IS_BUSY = `exists (
  select 1 from runs where runs.tenant_id = $1 and runs.thread_id = $2 and runs.status in ('pending', 'running')
)`;

function toPublicKeys(...configs: object[]): Values {
  const keys = configs.flatMap((config) => Object.entries(toConfigurable(config)));
  return Object.fromEntries(keys.filter(([key]) => !key.startsWith("__")));
}

function toConfigurable(config: object): Values {
  const configurable: unknown = "configurable" in config ? config.configurable : {};
  return typeof configurable === "object" && configurable !== null ? { ...configurable } : {};
}
