import type { ThreadTtl, ThreadTtlDefault, TtlRequest } from "../domain/thread.ts";

/** What a caller asked for, else what the configuration says; null when the thread does not expire. */
export function toThreadTtl(
  asked: TtlRequest | null | undefined,
  configured: ThreadTtlDefault | null,
): ThreadTtl | null {
  const strategy = configured?.strategy ?? "delete";
  if (typeof asked === "number") return { ttl_minutes: asked, strategy };
  if (asked) return { ttl_minutes: asked.ttl, strategy: asked.strategy ?? strategy };
  const minutes = configured?.defaultTtlMinutes ?? null;
  return minutes === null ? null : { ttl_minutes: minutes, strategy };
}
