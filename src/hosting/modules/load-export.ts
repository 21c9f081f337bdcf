import { access } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { AppError, isAppError } from "../../domain/errors.ts";
import type { ModuleRef } from "../project.ts";
import { explainLoadFailure } from "./explain-load-failure.ts";

/** Runs the module and answers the export. Throws `config_invalid`, which names the key, the file and the reason. */
export async function loadExport({ key, text, path, exportName }: ModuleRef): Promise<unknown> {
  await access(path).catch((cause: unknown) => {
    throw new AppError("config_invalid", `${key}: there is no file ${path}`, {
      fix: `Correct "${text}"; paths are relative to langgraph.json.`,
      cause,
    });
  });
  const exported = toExports(await run(key, path));
  if (Object.hasOwn(exported, exportName)) return exported[exportName];
  const names = Object.keys(exported);
  const file = text.replace(/(\.\w+):.*$/s, "$1");
  throw new AppError("config_invalid", `${key}: ${file} has no export "${exportName}"`, {
    fix:
      names.length === 0
        ? "It exports nothing: write e.g. export const graph = ...;"
        : `It exports ${names.join(", ")}: write e.g. "${file}:${names[0] ?? "graph"}".`,
  });
}

async function run(key: string, path: string): Promise<Record<string, unknown>> {
  try {
    const url = pathToFileURL(path).href;
    const loaded: Record<string, unknown> = await import(/* @vite-ignore */ url);
    return loaded;
  } catch (cause) {
    if (isAppError(cause, "config_invalid")) {
      throw new AppError("config_invalid", `${key}: ${cause.detail}`, { fix: cause.fix ?? "", cause });
    }
    const { detail, fix } = explainLoadFailure(cause);
    throw new AppError("config_invalid", `${key}: ${path} does not load: ${detail}`, { fix, cause });
  }
}

/** What a CommonJS module that was compiled from ES syntax exports stands one level down. */
function toExports(loaded: Record<string, unknown>): Record<string, unknown> {
  const inner = loaded["default"];
  const isCompiled = "module.exports" in loaded && typeof inner === "object" && inner !== null;
  const { "module.exports": _, ...own } = loaded;
  if (!isCompiled) return own;
  const compiled: Record<string, unknown> = { ...inner };
  if (compiled["__esModule"] !== true) return { ...compiled, ...own };
  const { __esModule: __, ...names } = compiled;
  return { ...own, ...names };
}
