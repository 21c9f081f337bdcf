import type { Database } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import { CommandError } from "../domain/thread-command.ts";
import type { Handler } from "./command.ts";
import type { TapeRun } from "./create-run.ts";
import type { FindThread } from "./thread-access.ts";
import { toAssistantOfThread } from "./thread-assistant.ts";

type ForkDeps = { db: Database; findThread: FindThread; tapeRun: TapeRun };

/** Runs the thread's assistant from one of its checkpoints, on the same thread. */
export function createForkState({ db, findThread, tapeRun }: ForkDeps): Handler<"state.fork"> {
  return async function forkState({ ctx, threadId, command }) {
    const { checkpoint_id, input, config } = command;
    const { filter } = await ctx.authorize("threads:create_run", { thread_id: threadId });
    const thread = await findThread(db, ctx.principal.tenantId, threadId, filter);
    const assistant_id = toAssistantOfThread(thread);
    try {
      const body = { assistant_id, input: input ?? null, config, checkpoint_id };
      const { run, appliedThroughSeq } = await tapeRun(ctx, threadId, body);
      return { result: { run_id: run.run_id, thread_id: threadId }, appliedThroughSeq };
    } catch (error) {
      if (!isAppError(error, "checkpoint_not_found")) throw error;
      throw new CommandError("no_such_checkpoint", `The thread has no checkpoint ${checkpoint_id}`);
    }
  };
}
