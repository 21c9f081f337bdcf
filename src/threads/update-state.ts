import { Command, Send } from "@langchain/langgraph";
import { AppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import type { RunCommand } from "../domain/run.ts";
import type { Superstep, Thread } from "../domain/thread.ts";
import { refreshThread } from "./refresh-thread.ts";
import { isGraphFault, openView, threadWithoutGraph, type StateDeps, type StateView } from "./state-view.ts";
import { findThread } from "./thread-row.ts";

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
    const { value, filter } = await ctx.authorize("threads:update", { thread_id: input.threadId });
    const view = await openIdle(deps, tenantId, await findThread(deps.db, tenantId, value.thread_id, filter));
    const config = view.at({
      checkpoint_id: input.checkpoint?.checkpoint_id ?? input.checkpointId,
      checkpoint_ns: input.checkpoint?.checkpoint_ns,
    });
    const written = await write(view, config, input.supersteps).catch(async (error: unknown) => {
      // Of several supersteps the first ones stand when a later one is refused.
      if (input.supersteps.length > 1) await refreshThread(deps.db, tenantId, view);
      throw error;
    });
    await refreshThread(deps.db, tenantId, view);
    const shown = toPublicKeys(config, written);
    return { checkpoint: shown, configurable: shown };
  };
}

/** Gives a thread that is being created its history. Throws `thread_without_graph`, `validation_failed`. */
export function createWriteHistory(deps: StateDeps) {
  return async function writeHistory(
    tenantId: string,
    thread: Thread,
    supersteps: Superstep[],
  ): Promise<void> {
    const view = await openIdle(deps, tenantId, thread);
    const steps = supersteps.map(({ updates }) => ({
      updates: updates.map(({ as_node: asNode, ...update }) => ({ ...update, asNode })),
    }));
    await write(view, view.at(), steps);
    await refreshThread(deps.db, tenantId, view);
  };
}

/** For writes, which are refused as soon as a run is there. */
async function openIdle(deps: StateDeps, tenantId: string, thread: Thread): Promise<StateView> {
  const threadId = thread.thread_id;
  const [row] = await deps.db.run<{ active_runs: number; trims: number }>(
    tenantId,
    "select active_runs, trims from threads where tenant_id = $1 and thread_id = $2",
    [tenantId, threadId],
  );
  if (row === undefined || row.active_runs > 0) throw new AppError("thread_busy", "Thread is busy");
  const context = { tenantId, idle: { threadId, trims: row.trims } };
  const view = await openView(deps, context, thread, "threads.update");
  if (view === null) throw threadWithoutGraph(threadId);
  return view;
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

function toPublicKeys(...configs: object[]): Values {
  const keys = configs.flatMap((config) => Object.entries(toConfigurable(config)));
  return Object.fromEntries(keys.filter(([key]) => !key.startsWith("__")));
}

function toConfigurable(config: object): Values {
  const configurable: unknown = "configurable" in config ? config.configurable : {};
  return typeof configurable === "object" && configurable !== null ? { ...configurable } : {};
}
