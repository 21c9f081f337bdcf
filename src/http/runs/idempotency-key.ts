import { AppError } from "../../domain/errors.ts";

const MOST_CHARACTERS = 255;

/** The caller's own name for a request that creates something; null without one. Throws `validation_failed`. */
export function toIdempotencyKey(headers: Headers): string | null {
  const key = headers.get("idempotency-key")?.trim() ?? "";
  if (key === "") return null;
  if (key.length <= MOST_CHARACTERS && /^[\x20-\x7e]+$/.test(key)) return key;
  const message = `expected at most ${MOST_CHARACTERS} printable characters`;
  throw new AppError("validation_failed", `Idempotency-Key: ${message}`, {
    errors: [{ path: "Idempotency-Key", message }],
  });
}
