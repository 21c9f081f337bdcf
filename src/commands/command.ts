import type { CallContext } from "../domain/principal.ts";
import type { ThreadCommand } from "../domain/thread-command.ts";

/** A command as its handler gets it. */
export type CommandCall<Method extends ThreadCommand["method"]> = {
  ctx: CallContext;
  threadId: string;
  command: Extract<ThreadCommand, { method: Method }>;
};

/** `appliedThroughSeq`: the last number of the tape before the command took effect; absent when it only read. */
export type Applied = { result: object; appliedThroughSeq?: number };

/** Throws `CommandError` for what is to be told in the reply, `AppError` for what concerns the thread or the caller. */
export type Handler<Method extends ThreadCommand["method"]> = (call: CommandCall<Method>) => Promise<Applied>;
