/** Type ids of Postgres whose text form both drivers turn into the same JavaScript values. */
export const INT8 = 20;
export const DATE = 1082;
export const TIMESTAMP = 1114;
export const TIMESTAMPTZ = 1184;

/** "2026-11-20 09:00:00.12+00" to "2026-11-20T09:00:00.120Z"; sessions run in UTC. */
export function toIsoText(text: string): string {
  const [seconds = text, fraction = ""] = text.replace(/\+00(:00)?$/, "").split(".");
  return `${seconds.replace(" ", "T")}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
}
