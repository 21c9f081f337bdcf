import type { NewId } from "../domain/ids.ts";
import type { CallContext } from "../domain/principal.ts";
import type { CommandReply, ThreadCommand } from "../domain/thread-command.ts";
import { AppError, isAppError } from "../domain/errors.ts";
import type { Tape } from "../log/v2/tape.ts";
import type { ExecuteCommand } from "./execute-command.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { maySee, type LookAtThread } from "./thread-access.ts";
import type { Wire } from "./wire.ts";

export type TapeSession = {
  /** Carries out a command; its reply goes over the wire. */
  receive(command: ThreadCommand): Promise<void>;
  end(): void;
};

type SessionDeps = { tape: Tape; newId: NewId; look: LookAtThread; execute: ExecuteCommand };
type Opening = { ctx: CallContext; input: { threadId: string; wire: Wire; onFailure(error: unknown): void } };

/**
 * One connection to a thread: commands in any number, and subscriptions over the ends of runs. Every command is asked
 * for anew, and so is the stream with every run that begins.
 */
export function createTapeSession({ tape, newId, look, execute }: SessionDeps) {
  return function tapeSession({ ctx, input }: Opening): TapeSession {
    const { threadId, wire, onFailure } = input;
    const stop = new AbortController();
    const unwatch = ctx.watchExpiry?.(() => refuse(401));
    function end(): void {
      unwatch?.();
      stop.abort();
    }
    function refuse(status: 401 | 403 | 404): void {
      if (stop.signal.aborted) return;
      end();
      wire.refuse(status);
    }

    const opened = open();
    const subscriptions = createSubscriptions({
      tape,
      newId,
      wire,
      address: { tenantId: ctx.principal.tenantId, threadId },
      admit: async () => (await opened) && (await maySee(look, ctx, threadId)),
      refuse: () => refuse(404),
      signal: stop.signal,
    });
    void subscriptions.run().catch((error: unknown) => {
      if (!stop.signal.aborted) onFailure(error);
    });

    /** Whether the thread is there, or may yet come. */
    async function open(): Promise<boolean> {
      try {
        if ((await look(ctx, threadId)) !== "hidden") return true;
        refuse(404);
      } catch (error) {
        if (isAppError(error, "forbidden")) refuse(403);
        else onFailure(error);
      }
      return false;
    }

    async function carryOut(command: ThreadCommand): Promise<CommandReply | null> {
      switch (command.method) {
        case "subscription.subscribe":
          subscriptions.add(command.id, command.subscription);
          return null;
        case "subscription.unsubscribe":
          return subscriptions.remove(command.id, command.subscription_id);
        default:
          return execute({ ctx, input: { threadId, command } });
      }
    }
    return {
      end,
      async receive(command) {
        if (!(await opened)) return;
        try {
          const reply = await carryOut(command);
          if (reply !== null) await wire.send(reply);
        } catch (error) {
          const refusal = toRefusal(command.id, error);
          if (refusal === null) onFailure(error);
          else await wire.send(refusal);
        }
      },
    };
  };
}

/** What would be a status of its own over HTTP; null for what nobody foresaw. */
function toRefusal(id: number, error: unknown): CommandReply | null {
  if (!(error instanceof AppError)) return null;
  const { code, detail: message } = error;
  if (code === "forbidden" || code === "unauthenticated")
    return { type: "error", id, error: "permission_denied", message };
  if (code === "thread_not_found") return { type: "error", id, error: "invalid_argument", message };
  if (code === "unavailable") return { type: "error", id, error: "unknown_error", message };
  return null;
}
