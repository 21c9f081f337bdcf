import {
  A2AError,
  RequestMalformedError,
  TaskNotCancelableError,
  TaskNotFoundError,
} from "@a2a-js/sdk/errors";
import { AppError, isAppError } from "../domain/errors.ts";
import { toProblem } from "../http/problem.ts";

/** What failed as an error of the protocol, without what only the service may know. */
export function toA2aError(error: unknown, requestId: string): A2AError {
  if (error instanceof A2AError) return error;
  const known = isAppError(error) ? error : new AppError("internal", "", { cause: error });
  const { detail: message, code } = toProblem(known, requestId).body;
  switch (known.code) {
    case "run_not_found":
    case "thread_not_found":
      return new TaskNotFoundError({ message, cause: error });
    case "run_not_active":
      return new TaskNotCancelableError({ message, cause: error });
    case "validation_failed":
    case "malformed_request":
    case "assistant_not_found":
      return new RequestMalformedError({ message, cause: error });
    default:
      return new A2AError({ message, cause: error, metadata: { code, request_id: requestId } });
  }
}
