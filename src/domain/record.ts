/** Stream data is whatever a graph put there: these read it without believing it. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text under `key`; null when there is none. */
export function readText(value: unknown, key: string): string | null {
  const found = isRecord(value) ? value[key] : null;
  return typeof found === "string" && found !== "" ? found : null;
}
