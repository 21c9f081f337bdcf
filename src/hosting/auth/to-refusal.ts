import { AppError } from "../../domain/errors.ts";

/** An HTTPException of the SDK, of Hono or of any copy of them, as an error of ours; null for anything else. */
export function toRefusal(error: unknown): AppError | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return null;
  const { status } = error;
  const headers = "headers" in error ? toHeaders(error.headers) : {};
  const code = status === 401 ? "unauthenticated" : "forbidden";
  return new AppError(code, error.message || "Unauthorized", { refusal: { status, headers }, cause: error });
}

/** Names and values; what describes the body is ours. */
function toHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== "object" || headers === null) return {};
  const entries: [string, unknown][] =
    headers instanceof Headers
      ? [...headers.entries()]
      : Array.isArray(headers)
        ? headers
        : Object.entries(headers);
  return Object.fromEntries(
    entries
      .filter(
        ([name]) => !["content-type", "content-length", "transfer-encoding"].includes(name.toLowerCase()),
      )
      .map(([name, value]) => [name, String(value)]),
  );
}
