/** What went wrong, in words; several attempts at one connection fail as an error without any of its own. */
export function toText(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(toText).join("; ");
  return error instanceof Error ? error.message.trim() : String(error);
}
