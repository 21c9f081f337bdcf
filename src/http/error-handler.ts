import type { Context, ErrorHandler } from "hono";
import { AppError, type ErrorCode, isAppError } from "../domain/errors.ts";
import type { HttpEnv } from "./http-env.ts";
import type { HttpLog } from "./ports.ts";
import { toProblem } from "./problem.ts";

/** Every error of every route ends here; what nobody foresaw is logged and told as a request id only. */
export function createErrorHandler({ log }: { log: HttpLog }): ErrorHandler<HttpEnv> {
  return function onError(error, c) {
    const known = isAppError(error)
      ? error
      : (toHttpError(error) ?? new AppError("internal", error.message, { cause: error }));
    const response = toErrorResponse(c, known);
    if (response.status >= 500) {
      const fields = { request_id: c.get("requestId"), method: c.req.method, path: c.req.path, err: error };
      if (c.req.raw.signal.aborted) log.info(fields, "client left");
      else log.error(fields, "request failed");
    }
    return response;
  };
}

const CODES: Record<number, ErrorCode> = {
  400: "malformed_request",
  401: "unauthenticated",
  404: "not_found",
  405: "method_not_allowed",
  413: "body_too_large",
  422: "validation_failed",
};

/** What a project's own code throws to answer with a status: Hono's HTTPException, of whichever copy. */
function toHttpError(error: Error): AppError | null {
  if (!("status" in error) || typeof error.status !== "number" || !("getResponse" in error)) return null;
  const { status } = error;
  const code = CODES[status] ?? (status >= 500 ? "internal" : "forbidden");
  return new AppError(code, error.message, { refusal: { status, headers: {} }, cause: error });
}

export function toErrorResponse(c: Context<HttpEnv>, error: AppError): Response {
  const { status, headers, body } = toProblem(error, c.get("requestId"));
  return c.json(body, status, headers);
}
