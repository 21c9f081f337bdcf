import type { Database } from "../db/database.ts";
import type { FindThread } from "./thread-access.ts";
import { CommandError } from "../domain/thread-command.ts";
import type { Thread } from "../domain/thread.ts";
import type { Handler } from "./command.ts";
import type { TapeRun } from "./create-run.ts";
import { toAssistantOfThread } from "./thread-assistant.ts";

type RespondDeps = { db: Database; findThread: FindThread; tapeRun: TapeRun };

/** Answers what a thread waits for: all answers are one command of one run. */
export function createInputRespond({ db, findThread, tapeRun }: RespondDeps): Handler<"input.respond"> {
  return async function inputRespond({ ctx, threadId, command }) {
    const { tenantId } = ctx.principal;
    const { filter } = await ctx.authorize("threads:create_run", { thread_id: threadId });
    const thread = await findThread(db, tenantId, threadId, filter);
    const { responses, options } = command;
    const ids = responses.map(({ interrupt_id }) => interrupt_id);
    await refuseUnknown(db, tenantId, thread, ids);
    const { update, goto, config, metadata, strict_resume } = options;
    const { appliedThroughSeq } = await tapeRun(ctx, threadId, {
      assistant_id: toAssistantOfThread(thread),
      command: {
        resume: Object.fromEntries(
          responses.map(({ interrupt_id, response }) => [interrupt_id, response ?? null]),
        ),
        update,
        goto,
      },
      config,
      metadata,
      strict_resume,
    });
    return { result: {}, appliedThroughSeq };
  };
}

/** What is asked stands in the thread's row until the run that answers it is over: an answer on its way counts as well. */
async function refuseUnknown(db: Database, tenantId: string, thread: Thread, ids: string[]): Promise<void> {
  const pending = new Set(
    Object.values(thread.interrupts)
      .flat()
      .map(({ id }) => id),
  );
  const unknown = ids.find((id) => !pending.has(id));
  if (unknown !== undefined)
    throw new CommandError("no_such_interrupt", `No pending interrupt with id ${unknown}`);
  const [answered] = await db.run(
    tenantId,
    `select 1 from runs
     where tenant_id = $1 and thread_id = $2 and status in ('pending', 'running')
       and kwargs::jsonb #> '{command,resume}' ?| $3::text[]
     limit 1`,
    [tenantId, thread.thread_id, ids],
  );
  if (answered !== undefined)
    throw new CommandError("no_such_interrupt", "A run that answers this interrupt is under way already");
}
