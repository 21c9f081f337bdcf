/** Every code a client can meet; `http/problem.ts` maps each to a status. */
export type ErrorCode =
  | "malformed_json"
  | "malformed_request"
  | "validation_failed"
  | "unauthenticated"
  | "forbidden"
  | "host_not_allowed"
  | "not_found"
  | "assistant_not_found"
  | "assistant_version_not_found"
  | "thread_not_found"
  | "run_not_found"
  | "cron_not_found"
  | "delivery_not_found"
  | "delivery_done"
  | "checkpoint_not_found"
  | "method_not_allowed"
  | "thread_exists"
  | "thread_not_copied"
  | "assistant_exists"
  | "thread_busy"
  | "thread_without_graph"
  | "run_not_active"
  | "idempotency_key_reused"
  | "claim_lost"
  | "body_too_large"
  | "skill_invalid"
  | "provider_failed"
  | "budget_exceeded"
  | "port_taken"
  | "data_folder_held"
  | "data_folder_newer"
  | "config_invalid"
  | "not_empty"
  | "not_supported"
  | "unavailable"
  | "internal";

export type FieldError = { path: string; message: string };

/** How a handler of custom auth worded its refusal: kept on the wire. */
export type Refusal = { status: number; headers: Record<string, string> };

type AppErrorOptions = {
  /** What to do instead, in one sentence; shown to people behind the detail. */
  fix?: string;
  errors?: FieldError[];
  refusal?: Refusal;
  cause?: unknown;
};

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly fix: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly refusal: Refusal | undefined;

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
    this.fix = options.fix;
    this.errors = options.errors;
    this.refusal = options.refusal;
  }
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
