import type { HeaderRules } from "./http-settings.ts";

/** What holds a credential is never copied or logged, whatever a configuration says. */
const CREDENTIALS = new Set([
  "authorization",
  "cookie",
  "set-cookie",
  "proxy-authorization",
  "sec-websocket-protocol",
  "x-api-key",
  "x-tenant-id",
  "x-service-key",
]);

export type SelectHeaders = (headers: Headers) => Record<string, string>;

/** Lower-cased headers that the rules let through; `usual` are the names to take when the rules name none. */
export function createHeaderSelection(
  rules: HeaderRules | null | undefined,
  usual: readonly string[],
): SelectHeaders {
  const includes = (rules?.includes ?? usual).map(toPattern);
  const excludes = (rules?.excludes ?? []).map(toPattern);
  const known = new Map<string, boolean>();

  function isSelected(name: string): boolean {
    if (CREDENTIALS.has(name)) return false;
    return includes.some((pattern) => pattern.test(name)) && !excludes.some((pattern) => pattern.test(name));
  }
  /** Names come back with every request, but anybody may invent new ones. */
  function isKnownSelected(name: string): boolean {
    const remembered = known.get(name);
    if (remembered !== undefined) return remembered;
    const decided = isSelected(name);
    if (known.size < MOST_NAMES) known.set(name, decided);
    return decided;
  }

  return (headers) => {
    const selected: Record<string, string> = {};
    if (includes.length === 0) return selected;
    headers.forEach((value, name) => {
      if (isKnownSelected(name)) selected[name] = value;
    });
    return selected;
  };
}

const MOST_NAMES = 1_000;

function toPattern(written: string): RegExp {
  const parts = written.toLowerCase().split("*");
  return RegExp(`^${parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`);
}
