import { AppError, isAppError, type ErrorCode } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import {
  CommandError,
  type CommandErrorCode,
  type CommandMethod,
  type CommandReply,
  type ThreadCommand,
} from "../domain/thread-command.ts";
import type { Tape } from "../log/v2/tape.ts";
import type { Applied, Handler } from "./command.ts";

/** Methods of a connection, which has subscriptions of its own; not for commands that come alone. */
type ConnectionMethod = "subscription.subscribe" | "subscription.unsubscribe";

export type Handlers = { [Method in Exclude<CommandMethod, ConnectionMethod>]: Handler<Method> };

type ExecuteDeps = { tape: Tape; handlers: Handlers };
type Call = { ctx: CallContext; input: { threadId: string; command: ThreadCommand } };

/**
 * Carries out one command and words its reply. What concerns the thread as a whole or the caller (`thread_not_found`,
 * `forbidden`) and what is no fault of the command is thrown.
 */
export type ExecuteCommand = (call: Call) => Promise<CommandReply>;

export function createExecuteCommand({ tape, handlers }: ExecuteDeps): ExecuteCommand {
  return async function executeCommand({ ctx, input: { threadId, command } }) {
    const address = { tenantId: ctx.principal.tenantId, threadId };
    try {
      const { result, appliedThroughSeq } = await handle(handlers, { ctx, threadId, command });
      const seq = appliedThroughSeq ?? (await tape.head(address));
      return {
        type: "success",
        id: command.id,
        result,
        meta: { thread_id: threadId, applied_through_seq: seq },
      };
    } catch (error) {
      const { code, message } = toCommandError(error);
      const isSeen = code !== "not_supported";
      const seq = isSeen ? { applied_through_seq: await tape.head(address) } : {};
      return {
        type: "error",
        id: command.id,
        error: code,
        message,
        meta: { thread_id: threadId, ...seq },
      };
    }
  };
}

type HandlerCall = { ctx: CallContext; threadId: string; command: ThreadCommand };

async function handle(handlers: Handlers, { ctx, threadId, command }: HandlerCall): Promise<Applied> {
  switch (command.method) {
    case "run.start":
      return handlers["run.start"]({ ctx, threadId, command });
    case "input.respond":
      return handlers["input.respond"]({ ctx, threadId, command });
    case "agent.getTree":
      return handlers["agent.getTree"]({ ctx, threadId, command });
    case "state.get":
      return handlers["state.get"]({ ctx, threadId, command });
    case "state.listCheckpoints":
      return handlers["state.listCheckpoints"]({ ctx, threadId, command });
    case "state.fork":
      return handlers["state.fork"]({ ctx, threadId, command });
    case "subscription.subscribe":
    case "subscription.unsubscribe":
      throw new CommandError(
        "not_supported",
        `${command.method} is for WebSockets; open the event stream instead`,
      );
  }
}

/** What a caller can mend in the command itself. */
const WORDED: Partial<Record<ErrorCode, CommandErrorCode>> = {
  assistant_not_found: "invalid_argument",
  thread_busy: "invalid_argument",
  thread_without_graph: "invalid_argument",
  validation_failed: "invalid_argument",
  checkpoint_not_found: "no_such_checkpoint",
  run_not_found: "no_such_run",
};

function toCommandError(error: unknown): { code: CommandErrorCode; message: string } {
  if (error instanceof CommandError) return error;
  const code = isAppError(error) ? WORDED[error.code] : undefined;
  if (code === undefined || !(error instanceof AppError)) throw error;
  return { code, message: error.detail };
}
