import type { Database } from "../db/database.ts";
import type { Interrupt } from "../domain/interrupt.ts";
import type { RunCreate } from "../domain/run.ts";
import type { Handler } from "./command.ts";
import type { TapeRun } from "./create-run.ts";

type StartDeps = { db: Database; tapeRun: TapeRun };

/** Starts a run on a thread, which is created when it is missing. */
export function createRunStart({ db, tapeRun }: StartDeps): Handler<"run.start"> {
  return async function runStart({ ctx, threadId, command }) {
    const { tenantId } = ctx.principal;
    const isAnswer = mayAnswer(command.body) && (await isAsked(db, tenantId, threadId));
    const body = isAnswer ? toAnswer(command.body) : command.body;
    const { run, appliedThroughSeq } = await tapeRun(ctx, threadId, { ...body, if_not_exists: "create" });
    return { result: { run_id: run.run_id }, appliedThroughSeq };
  };
}

/** Without input a run goes on by itself; from an earlier checkpoint it begins anew. */
function mayAnswer({ input, command, config, checkpoint, checkpoint_id }: RunCreate): boolean {
  const origin =
    config?.configurable?.["checkpoint_id"] ?? checkpoint?.checkpoint_id ?? checkpoint_id ?? null;
  return input !== null && input !== undefined && !command && origin === null;
}

/** What a thread waits for is answered by whatever is said next. */
function toAnswer({ input, ...body }: RunCreate): RunCreate {
  return { ...body, command: { resume: input } };
}

async function isAsked(db: Database, tenantId: string, threadId: string): Promise<boolean> {
  const [thread] = await db.run<{ interrupts: Record<string, Interrupt[]> }>(
    tenantId,
    `select interrupts from threads
     where tenant_id = $1 and thread_id = $2 and status = 'interrupted' and delete_after is null`,
    [tenantId, threadId],
  );
  return Object.values(thread?.interrupts ?? {}).some((interrupts) => interrupts.length > 0);
}
