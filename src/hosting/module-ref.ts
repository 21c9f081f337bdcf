import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../domain/errors.ts";
import type { ModuleRef } from "./project.ts";

type Place = { folder: string; file: string };

const SOURCES = /\.[cm]?[jt]sx?$/;

/**
 * `./src/agent.ts:graph` as a path and the name of an export. The last colon divides; that of a Windows drive or of
 * "file:" does not count. Throws `config_invalid`.
 */
export function toModuleRef(key: string, text: string, { folder, file }: Place): ModuleRef {
  const divided = /^(?<path>.+?\.\w+)(?::(?<name>[^:/\\]*))?$/s.exec(text)?.groups;
  const path = divided?.["path"] ?? text;
  if (!SOURCES.test(path)) {
    const isPython = path.endsWith(".py");
    throw new AppError(
      "config_invalid",
      `${basename(file)}: ${key}: "${text}" ${isPython ? "is Python" : "names no JavaScript or TypeScript file"}`,
      {
        fix: isPython
          ? "This service hosts LangGraph.js projects."
          : `Write the file and the export, e.g. "${key}": "./src/agent.ts:graph".`,
      },
    );
  }
  const absolute = path.startsWith("file://") ? fileURLToPath(path) : resolve(folder, path);
  return { key, text, path: absolute, exportName: divided?.["name"] || "default" };
}
