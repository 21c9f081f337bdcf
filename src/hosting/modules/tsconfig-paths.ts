import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { findTsconfig } from "./find-compiler.ts";

/** Absolute paths that a bare specifier may mean, best first; none when no pattern fits. */
export type MapPath = (specifier: string) => string[];

type Options = { baseUrl: string | null; paths: Record<string, string[]> | null; pathsFolder: string };

const NOTHING: Options = { baseUrl: null, paths: null, pathsFolder: "" };

/** What `compilerOptions.paths` and `baseUrl` of the project's tsconfig.json make of a specifier. */
export function readTsconfigPaths(folder: string): MapPath {
  const tsconfig = findTsconfig(folder);
  const { baseUrl, paths, pathsFolder } = tsconfig === null ? NOTHING : readOptions(tsconfig, 0);
  const root = baseUrl ?? pathsFolder;
  const patterns = Object.entries(paths ?? {}).toSorted(
    // An exact name first, then the longest text before the star.
    ([left], [right]) => toRank(right) - toRank(left),
  );
  return (specifier) => {
    for (const [pattern, targets] of patterns) {
      const star = toStar(pattern, specifier);
      if (star !== null)
        return targets.map((target) =>
          resolve(
            root,
            target.replace("*", () => star),
          ),
        );
    }
    return baseUrl === null ? [] : [join(baseUrl, specifier)];
  };
}

function toRank(pattern: string): number {
  const star = pattern.indexOf("*");
  return star === -1 ? Number.MAX_SAFE_INTEGER : star;
}

/** What stands for the star; "" for a pattern without one, null when it does not fit. */
function toStar(pattern: string, specifier: string): string | null {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === specifier ? "" : null;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits =
    specifier.length >= head.length + tail.length && specifier.startsWith(head) && specifier.endsWith(tail);
  return fits ? specifier.slice(head.length, specifier.length - tail.length) : null;
}

const MOST_PARENTS = 10;

/** A file's own options win over those it extends; what cannot be read says nothing. */
function readOptions(path: string, depth: number): Options {
  const config = readJsonc(path);
  if (config === null || depth > MOST_PARENTS) return NOTHING;
  const folder = dirname(path);
  const extended: unknown[] = [config["extends"] ?? []].flat();
  const inherited = extended.reduce((options: Options, parent) => {
    if (typeof parent !== "string") return options;
    const found = readOptions(toParentPath(folder, parent), depth + 1);
    return found === NOTHING ? options : { ...options, ...withoutNulls(found) };
  }, NOTHING);
  const { baseUrl, paths }: Record<string, unknown> = Object(config["compilerOptions"]);
  return {
    baseUrl: typeof baseUrl === "string" ? resolve(folder, baseUrl) : inherited.baseUrl,
    ...(isPaths(paths)
      ? { paths, pathsFolder: folder }
      : { paths: inherited.paths, pathsFolder: inherited.pathsFolder }),
  };
}

function withoutNulls(options: Options): Partial<Options> {
  return {
    ...(options.baseUrl === null ? {} : { baseUrl: options.baseUrl }),
    ...(options.paths === null ? {} : { paths: options.paths, pathsFolder: options.pathsFolder }),
  };
}

/** A relative file, with or without its ending; presets from packages hold no paths of this project. */
function toParentPath(folder: string, parent: string): string {
  const path = isAbsolute(parent) || parent.startsWith(".") ? resolve(folder, parent) : "";
  return path === "" || path.endsWith(".json") ? path : `${path}.json`;
}

function isPaths(value: unknown): value is Record<string, string[]> {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every(
    (targets) => Array.isArray(targets) && targets.every((target) => typeof target === "string"),
  );
}

/** JSON with comments and trailing commas. */
function readJsonc(path: string): Record<string, unknown> | null {
  try {
    const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
    const value: unknown = JSON.parse(toJson(text));
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Strings stay; comments go; a comma before a closing bracket goes. */
function toJson(text: string): string {
  const plain = text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (token) =>
    token.startsWith('"') ? token : token.replace(/[^\n]/g, " "),
  );
  const masked = plain.replace(/"(?:[^"\\]|\\.)*"/g, (text) => "x".repeat(text.length));
  const drop = [...masked.matchAll(/,(?=\s*[}\]])/g)].map(({ index }) => index);
  return drop.reduceRight((json, at) => `${json.slice(0, at)} ${json.slice(at + 1)}`, plain);
}
