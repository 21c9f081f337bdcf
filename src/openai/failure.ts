import type { AppError } from "../domain/errors.ts";
import { toProblem } from "../http/problem.ts";

export type OpenAiError = { message: string; type: string; param: string | null; code: string | null };

/** The codes that clients of this protocol look for; any other keeps its own name. */
const CODES: Partial<Record<AppError["code"], string>> = {
  assistant_not_found: "model_not_found",
  unauthenticated: "invalid_api_key",
  forbidden: "insufficient_permissions",
  budget_exceeded: "insufficient_quota",
};

/** The reply to a request that failed, as clients of this protocol read it. */
export function toOpenAiFailure(error: AppError, requestId: string): Response {
  const { status, headers, body } = toProblem(error, requestId);
  // This protocol knows no 422.
  const shown = status === 422 ? 400 : status;
  const said: OpenAiError = {
    message: body.detail,
    type: toType(shown),
    param: error.code === "assistant_not_found" ? "model" : (body.errors?.[0]?.path ?? null),
    code: CODES[error.code] ?? error.code,
  };
  return Response.json({ error: said }, { status: shown, headers });
}

/** A run that was made and failed: asking again would make another, so clients are told not to. */
export function toFailedRun(error: { error: string; message: string }): OpenAiError {
  return { message: error.message, type: "server_error", param: null, code: error.error };
}

export const NO_RETRY = { "x-should-retry": "false" };

function toType(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}
