import { readFileSync } from "node:fs";
import { type LoadHookContext, type LoadHookSync, registerHooks, type ResolveHookSync } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Log } from "../../telemetry/log.ts";
import type { Project } from "../project.ts";
import { type Compile, findCompiler } from "./find-compiler.ts";
import { findSource } from "./find-source.ts";
import { decideCopies } from "./one-copy.ts";
import { toJavaScript } from "./to-javascript.ts";
import { type MapPath, readTsconfigPaths } from "./tsconfig-paths.ts";

const OWN_FOLDER = fileURLToPath(new URL("../../../", import.meta.url));
/** Folders of ours whose code Node runs as it is; what else lies below our folder belongs to a project. */
const OWN_CODE = ["src/", "graphs/", "bin/", "bench/", "node_modules/", "test/support/"].map(
  (folder) => pathToFileURL(OWN_FOLDER + folder).href,
);
const SOURCE = /\.(?:[cm]?ts|[jt]sx)$/;

type Remove = () => void;

/**
 * Teaches Node to load the project as its own tools do: `.js` and missing endings that mean `.ts`, paths of
 * tsconfig.json, TypeScript that needs more than its types taken away; and one copy of LangGraph for both. Throws
 * `config_invalid`.
 */
export function installModuleHooks({ project, log }: { project: Project; log: Log }): Remove {
  const copies = decideCopies(project.folder, OWN_FOLDER);
  for (const { level, text } of copies.notes) log[level]({}, text);
  const mapPath = readTsconfigPaths(project.folder);
  const hooks = registerHooks({
    resolve: createResolve({ ours: copies.ours, mapPath }),
    load: createLoad(project.folder),
  });
  return () => hooks.deregister();
}

function isOwn(url: string): boolean {
  return !url.startsWith("file:") || OWN_CODE.some((folder) => url.startsWith(folder));
}

function createResolve({ ours, mapPath }: { ours: string[]; mapPath: MapPath }): ResolveHookSync {
  return function resolve(specifier, context, nextResolve) {
    const { parentURL } = context;
    if (parentURL === undefined || isOwn(parentURL)) return nextResolve(specifier, context);
    // As ES modules, also where a project requires them: their other form would be a second copy.
    if (ours.some((name) => specifier === name || specifier.startsWith(`${name}/`))) {
      return { url: import.meta.resolve(specifier), shortCircuit: true };
    }
    const isPath = /^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(specifier);
    const isPackaged = parentURL.includes("/node_modules/");
    if (!isPath && !isPackaged) {
      const mapped = mapPath(specifier)
        .map(findSource)
        .find((path) => path !== null);
      if (mapped !== undefined) return nextResolve(pathToFileURL(mapped).href, context);
    }
    if (!isPath || isPackaged) return nextResolve(specifier, context);
    try {
      return nextResolve(specifier, context);
    } catch (error) {
      const found = findSource(fileURLToPath(new URL(specifier, parentURL)));
      if (found === null) throw error;
      return nextResolve(pathToFileURL(found).href, context);
    }
  };
}

function createLoad(folder: string): LoadHookSync {
  const packageTypes = new Map<string, string | null>();
  let compiler: Compile | null | undefined;

  function compile(): Compile | null {
    if (compiler === undefined) {
      compiler = findCompiler(folder);
      process.setSourceMapsEnabled(true);
    }
    return compiler;
  }

  function packageType(path: string): string | null {
    const inside = dirname(path);
    const known = packageTypes.get(inside);
    if (known !== undefined) return known;
    const type = readType(inside) ?? (dirname(inside) === inside ? null : packageType(inside));
    packageTypes.set(inside, type);
    return type;
  }

  return function load(url, context, nextLoad) {
    const path = isOwn(url) ? "" : fileURLToPath(url);
    if (path.endsWith(".json") && isBareImport(context)) return { ...toJsonModule(path), shortCircuit: true };
    if (!SOURCE.test(path)) return nextLoad(url, context);
    return { ...toJavaScript(path, { compile, packageType }), shortCircuit: true };
  };
}

/** An import of JSON as compilers take it, without saying that it is. */
function isBareImport({ conditions, importAttributes }: LoadHookContext): boolean {
  return conditions.includes("import") && importAttributes["type"] === undefined;
}

const NAME = /^[A-Za-z_$][\w$]*$/;

/** The value as default, and its keys by their names. */
function toJsonModule(path: string): { format: "module"; source: string } {
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  const value: unknown = JSON.parse(text);
  const keys = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const names = keys.filter((key) => NAME.test(key) && key !== "default");
  const exported = names.map((key, at) => `const key${at} = value.${key}; export { key${at} as ${key} };`);
  return {
    format: "module",
    source: `const value = ${text};\nexport default value;\n${exported.join("\n")}`,
  };
}

/** What the package.json of a folder says; "" when it says nothing, undefined when there is none. */
function readType(folder: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const isTyped = typeof manifest === "object" && manifest !== null && "type" in manifest;
    return isTyped && typeof manifest.type === "string" ? manifest.type : "";
  } catch {
    return undefined;
  }
}
