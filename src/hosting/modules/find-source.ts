import { statSync } from "node:fs";

/** What a specifier's ending may mean on disk: compilers write `./x.js` where the source is `x.ts`. */
const SOURCES: Record<string, readonly string[]> = {
  ".js": [".ts", ".tsx", ".jsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};
const ENDINGS = [".ts", ".tsx", ".mts", ".js", ".mjs", ".cts", ".cjs", ".jsx", ".json"];

/** The file that an absolute path without, or with another ending means; null when there is none. */
export function findSource(path: string): string | null {
  return toCandidates(path).find(isFile) ?? null;
}

function toCandidates(path: string): string[] {
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0] ?? "";
  const stem = path.slice(0, path.length - ending.length);
  return [
    path,
    ...(SOURCES[ending] ?? []).map((source) => stem + source),
    ...ENDINGS.map((added) => path + added),
    ...ENDINGS.map((added) => `${path.replace(/\/$/, "")}/index${added}`),
  ];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
