import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { AppError, ErrorCode, FieldError } from "../domain/errors.ts";

type Rule = {
  status: ContentfulStatusCode;
  /** Replaces the detail where that could tell an internal matter. */
  said?: string;
  headers?: Record<string, string>;
};

const HIDDEN: Rule = { status: 500, said: "Internal server error" };

/** The only place that knows status numbers; a new code does not compile until it is mapped. */
const RULES: Record<ErrorCode, Rule> = {
  malformed_json: { status: 400 },
  malformed_request: { status: 400 },
  thread_without_graph: { status: 400 },
  unauthenticated: { status: 401, headers: { "WWW-Authenticate": "Bearer" } },
  budget_exceeded: { status: 402 },
  forbidden: { status: 403 },
  host_not_allowed: { status: 403 },
  not_found: { status: 404 },
  assistant_not_found: { status: 404 },
  assistant_version_not_found: { status: 404 },
  thread_not_found: { status: 404 },
  run_not_found: { status: 404 },
  cron_not_found: { status: 404 },
  delivery_not_found: { status: 404 },
  delivery_done: { status: 409 },
  checkpoint_not_found: { status: 404 },
  method_not_allowed: { status: 405 },
  thread_exists: { status: 409 },
  thread_not_copied: { status: 409 },
  assistant_exists: { status: 409 },
  thread_busy: { status: 409 },
  run_not_active: { status: 409 },
  claim_lost: { status: 409 },
  body_too_large: { status: 413 },
  validation_failed: { status: 422 },
  idempotency_key_reused: { status: 422 },
  skill_invalid: { status: 422 },
  internal: HIDDEN,
  port_taken: HIDDEN,
  data_folder_held: HIDDEN,
  data_folder_newer: HIDDEN,
  config_invalid: HIDDEN,
  not_empty: HIDDEN,
  not_supported: { status: 501 },
  provider_failed: { status: 502, said: "The model provider failed" },
  unavailable: {
    status: 503,
    said: "Service unavailable, try again shortly",
    headers: { "Retry-After": "2" },
  },
};

export type ProblemBody = {
  detail: string;
  /** The same text: some clients read one, some the other. */
  message: string;
  code: ErrorCode;
  request_id: string;
  errors?: FieldError[];
};

export type Problem = { status: ContentfulStatusCode; headers: Record<string, string>; body: ProblemBody };

export function toProblem(error: AppError, requestId: string): Problem {
  const rule = RULES[error.code];
  const detail = rule.said ?? toDetail(error);
  const body: ProblemBody = { detail, message: detail, code: error.code, request_id: requestId };
  if (error.errors !== undefined) body.errors = error.errors;
  const { refusal } = error;
  if (refusal !== undefined) return { status: toStatus(refusal.status), headers: refusal.headers, body };
  return { status: rule.status, headers: rule.headers ?? {}, body };
}

/** A refusal is an error with a body, whatever number its author chose. */
function toStatus(status: number): ContentfulStatusCode {
  return Number.isInteger(status) && status >= 400 && status <= 599 ? (status as ContentfulStatusCode) : 403;
}

function toDetail({ detail, fix }: AppError): string {
  if (fix === undefined) return detail;
  return `${detail}${/[.!?]$/.test(detail) ? "" : "."} ${fix}`;
}
