import { AppError } from "../domain/errors.ts";
import type { Thread } from "../domain/thread.ts";

const MOST_PATHS = 10;
const PATH = /^(values|metadata|config|interrupts)((?:\.[^.[\]]+|\[-?\d+\])*)$/;

export type Extractor = {
  /** Fields of the thread that the paths begin with. */
  fields: readonly (keyof Thread)[];
  extract(thread: Partial<Thread>): Record<string, unknown>;
};

/** Reads single values out of a thread, by paths such as `values.messages[-1].content`. Throws `validation_failed`. */
export function toExtractor(paths: Record<string, string>): Extractor {
  const parsed = Object.entries(paths).map(([alias, path]) => ({ alias, ...parsePath(alias, path) }));
  if (parsed.length > MOST_PATHS) throw toRefusal("extract", `at most ${MOST_PATHS} paths`);
  return {
    fields: parsed.map(({ field }) => field),
    extract: (thread) =>
      Object.fromEntries(
        parsed.map(({ alias, field, steps }) => [alias, steps.reduce(enter, thread[field]) ?? null]),
      ),
  };
}

function parsePath(alias: string, path: string): { field: keyof Thread; steps: (string | number)[] } {
  const [, field, rest = ""] = PATH.exec(path) ?? [];
  if (field === undefined) {
    throw toRefusal(
      `extract.${alias}`,
      "expected a path such as values.messages[-1] in values, metadata, config or interrupts",
    );
  }
  const steps = rest.match(/[^.[\]]+|\[-?\d+\]/g) ?? [];
  return {
    field: field as keyof Thread,
    steps: steps.map((step) => (step.startsWith("[") ? Number(step.slice(1, -1)) : step)),
  };
}

function enter(value: unknown, step: string | number): unknown {
  if (typeof step === "number") return Array.isArray(value) ? value.at(step) : undefined;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return Reflect.get(value, step);
}

function toRefusal(path: string, message: string): AppError {
  return new AppError("validation_failed", `${path}: ${message}`, { errors: [{ path, message }] });
}
