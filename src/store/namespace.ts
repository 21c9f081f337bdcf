import { AppError } from "../domain/errors.ts";
import { toPlainText } from "./jsonb-text.ts";

/** Bytes that a namespace and a key may have together: they are a key of an index, which has room for so much. */
const MAX_ADDRESS_BYTES = 2000;

/**
 * Throws `malformed_request` for an empty namespace and `validation_failed` for a label that is empty or contains `.`.
 */
export function checkNamespace(namespace: readonly string[]): void {
  if (namespace.length === 0) {
    throw new AppError("malformed_request", "A namespace needs at least one label", {
      fix: 'Send a list of labels, e.g. ["memories", "user-1"].',
    });
  }
  checkLabels(namespace);
}

/** The labels of a prefix or suffix, which may be none. Throws `validation_failed`. */
export function checkLabels(labels: readonly string[], field = "namespace"): void {
  const errors = labels.flatMap((label, index) => (isLabel(label) ? [] : [toFieldError(field, index)]));
  if (errors.length === 0) return;
  throw new AppError("validation_failed", `${field}: a label is text that is not empty and has no period`, {
    errors,
  });
}

/** The stored form of a namespace: its labels joined with `.`. The root `langgraph` is LangGraph's own. */
export function toPath(namespace: readonly string[]): string {
  checkNamespace(namespace);
  if (namespace[0] === "langgraph") {
    throw new AppError("validation_failed", 'namespace: the root "langgraph" is kept for LangGraph itself', {
      errors: [toFieldError("namespace", 0)],
    });
  }
  return toPlainText(namespace.join("."));
}

/** The path of a namespace that is only looked for; undefined when nothing can be stored under it. */
export function toPathIfStorable(namespace: readonly string[]): string | undefined {
  return namespace.length > 0 && namespace.every(isLabel) ? toPlainText(namespace.join(".")) : undefined;
}

export function toNamespace(path: string): string[] {
  return path.split(".");
}

/** Throws `validation_failed` for an address that no index could hold. */
export function checkAddressLength(path: string, key: string): void {
  if (Buffer.byteLength(path) + Buffer.byteLength(key) <= MAX_ADDRESS_BYTES) return;
  throw new AppError(
    "validation_failed",
    `Namespace and key are longer than ${MAX_ADDRESS_BYTES} bytes together`,
    {
      errors: [{ path: "key", message: "too long" }],
    },
  );
}

function isLabel(label: unknown): label is string {
  return typeof label === "string" && label !== "" && !label.includes(".");
}

function toFieldError(field: string, index: number): { path: string; message: string } {
  return {
    path: `${field}.${index}`,
    message: "must not be empty, contain a period, or be a reserved word",
  };
}
