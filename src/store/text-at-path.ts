const WHOLE = "$";
/** A name, an index in brackets, or names in braces. */
const STEP = /\[[^\]]*\]|\{[^}]*\}|[^.[\]{}]+/g;

/**
 * The texts that a path leads to in a JSON value: `a.b`, `list[0]`, `list[-1]`, `list[*].name`, `*` (everything one
 * level down), `{a,b.c}` (several at once), `$` (the value itself). Numbers and booleans are text too; an object or a
 * list is its JSON.
 */
export function toTextsAtPath(value: unknown, path: string): string[] {
  if (path === "" || path === WHOLE) return toText(value);
  return follow(value, path.match(STEP) ?? []);
}

function follow(value: unknown, steps: readonly string[]): string[] {
  const [step, ...rest] = steps;
  if (step === undefined) return toText(value);
  return takeStep(value, step).flatMap((next) => follow(next, rest));
}

function takeStep(value: unknown, step: string): unknown[] {
  if (step === WHOLE) return [value];
  if (typeof value !== "object" || value === null) return [];
  if (step === "*") return Object.values(value);
  if (step.startsWith("{"))
    return step
      .slice(1, -1)
      .split(",")
      .flatMap((path) => takePath(value, path.trim()));
  const list: unknown[] | null = Array.isArray(value) ? value : null;
  if (!step.startsWith("["))
    return list === null && Object.hasOwn(value, step) ? [Reflect.get(value, step)] : [];
  const index = step.slice(1, -1);
  if (index === "*") return list ?? [];
  return list !== null && /^-?\d+$/.test(index) ? [list.at(Number(index))] : [];
}

function takePath(value: unknown, path: string): unknown[] {
  return path
    .split(".")
    .reduce<unknown[]>((found, step) => found.flatMap((each) => takeStep(each, step)), [value]);
}

function toText(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  return [typeof value === "string" ? value : JSON.stringify(value)];
}
