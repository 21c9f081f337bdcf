import type { RunCommand, RunConfig, RunCreate } from "./run.ts";

/** What a reader of a thread's tape asks for (PROTOCOL 5.3). */
export type TapeFilter = {
  channels: string[];
  namespaces?: string[][] | undefined;
  depth?: number | undefined;
};

/** A filter and where to begin: behind a number of the tape, or an event's id. */
export type TapeSubscription = TapeFilter & {
  since?: number | undefined;
  since_event_id?: string | undefined;
};

/** What may stand beside the answers to a run's questions. */
export type AnswerOptions = Pick<RunCommand, "update" | "goto"> & {
  config?: RunConfig | null | undefined;
  metadata?: Record<string, unknown> | null | undefined;
  strict_resume?: boolean | null | undefined;
};

/** A command of the thread protocol (PROTOCOL 5.2), with what a caller may say in it. */
export type ThreadCommand = { id: number } & (
  | { method: "run.start"; body: RunCreate }
  | {
      method: "input.respond";
      responses: { interrupt_id: string; response?: unknown }[];
      options: AnswerOptions;
    }
  | { method: "agent.getTree"; run_id?: string | undefined }
  | { method: "state.get"; namespace: string[]; keys?: string[] | undefined }
  | {
      method: "state.listCheckpoints";
      namespace?: string[] | undefined;
      limit?: number | undefined;
      before?: string | undefined;
    }
  | {
      method: "state.fork";
      checkpoint_id: string;
      input?: unknown;
      config?: RunConfig | null | undefined;
    }
  | { method: "subscription.subscribe"; subscription: TapeSubscription }
  | { method: "subscription.unsubscribe"; subscription_id: string }
);

export type CommandMethod = ThreadCommand["method"];

export type CommandErrorCode =
  | "invalid_argument"
  | "unknown_command"
  | "unknown_error"
  | "no_such_run"
  | "no_such_subscription"
  | "no_such_namespace"
  | "no_such_interrupt"
  | "no_such_checkpoint"
  | "permission_denied"
  | "not_supported";

type ReplyMeta = { thread_id: string; applied_through_seq?: number };

export type CommandReply =
  | { type: "success"; id: number; result: object; meta: ReplyMeta }
  | { type: "error"; id: number | null; error: CommandErrorCode; message: string; meta?: ReplyMeta };

/** Why a command was not carried out, told in its reply; the connection and the thread are fine. */
export class CommandError extends Error {
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string) {
    super(message);
    this.name = "CommandError";
    this.code = code;
  }
}
