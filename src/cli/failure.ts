import { isAppError } from "../domain/errors.ts";
import { NoServiceError, ServiceError, toRefusalLines } from "./connection.ts";
import { UsageError } from "./usage.ts";

export type Failure = { lines: string[]; exitCode: number };

/** What a person is told about an error, and how the process ends. */
export function toFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { lines: [error.message, `write: ${error.instead}`], exitCode: 2 };
  if (error instanceof NoServiceError) {
    const advice = "start it with: npm start   (another address: --url URL or RAPTORFLOW_URL)";
    return { lines: [error.message, advice], exitCode: 2 };
  }
  if (error instanceof ServiceError) return { lines: toServiceLines(error.status, error.lines), exitCode: 1 };
  if (isAppError(error)) {
    const lines = [error.detail, ...(error.fix === undefined ? [] : [error.fix])];
    return { lines, exitCode: error.code === "config_invalid" ? 2 : 1 };
  }
  if (isHttpError(error)) {
    return { lines: toServiceLines(error.status, toRefusalLines(error.status, error.text)), exitCode: 1 };
  }
  return { lines: [error instanceof Error ? error.message : String(error)], exitCode: 1 };
}

function toServiceLines(status: number, lines: string[]): string[] {
  return status === 401
    ? [...lines, "the service wants its key: set RAPTORFLOW_API_KEY to the value it was started with"]
    : lines;
}

/** The SDK does not export the class of what it throws. */
export function isHttpError(error: unknown): error is Error & { status: number; text: string } {
  if (!(error instanceof Error) || !("status" in error) || !("text" in error)) return false;
  return typeof error.status === "number" && typeof error.text === "string";
}
