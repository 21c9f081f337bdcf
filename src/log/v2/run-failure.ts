/** What an `error` row says; of a refused resume also which answers had nobody waiting for them. */
export type Failure = {
  error?: string;
  message?: string;
  reason?: string;
  interrupt_ids?: string[];
  pending_ids?: string[];
};

/** For the end of a run: `error` is plain text. */
export function toFailure(
  { message, reason, interrupt_ids, pending_ids }: Failure,
  status: string,
): Record<string, unknown> {
  return {
    error: message ?? (status === "timeout" ? "The run took too long" : "The run failed"),
    ...(reason === undefined ? {} : { reason }),
    ...(interrupt_ids === undefined ? {} : { interrupt_ids }),
    ...(pending_ids === undefined ? {} : { pending_ids }),
  };
}

/** For a message that will not be finished. */
export function toMessageFailure({ error, message = "The run failed" }: Failure): {
  message: string;
  code?: string;
} {
  return { message, ...(error === undefined ? {} : { code: error }) };
}
