import type { CommandReply, TapeSubscription, ThreadCommand } from "../../domain/thread-command.ts";
import type { Call, FrameBatch } from "./call.ts";

type ThreadRef = { threadId: string };

/** The other end of a connection to a thread. */
export type TapeWire = {
  /** Resolves when there is room for more; rejects when the connection is gone. */
  send(message: object): Promise<void>;
  /** The caller may not see the thread, or not any more. */
  refuse(status: 401 | 403 | 404): void;
};

export type TapeSession = {
  /** Carries out a command; its reply goes over the wire. */
  receive(command: ThreadCommand): Promise<void>;
  end(): void;
};

export type ThreadStreamMode = "run_modes" | "lifecycle" | "state_update";

/** The thread protocol, and the legacy stream of a whole thread. */
export type TapeVerbs = {
  /** Rejects for what concerns the thread as a whole or the caller; all else stands in the reply. */
  command(call: Call<ThreadRef & { command: ThreadCommand }>): Promise<CommandReply>;
  /** Open until the reader leaves. A hidden thread rejects before anything is handed out; a missing one may yet come. */
  stream(
    call: Call<
      ThreadRef & { subscription: TapeSubscription; lastEventId: string | null; signal?: AbortSignal }
    >,
  ): Promise<AsyncIterable<FrameBatch>>;
  session(call: Call<ThreadRef & { wire: TapeWire; onFailure(error: unknown): void }>): TapeSession;
  /** `lastEventId`: "start" is all that is kept, null from now on, an id what came after it. */
  threadStream(
    call: Call<
      ThreadRef & { modes: readonly ThreadStreamMode[]; lastEventId: string | null; signal?: AbortSignal }
    >,
  ): Promise<AsyncIterable<FrameBatch>>;
};
