import { parseArgs } from "node:util";
import type { StartOptions } from "../runtime/prepare.ts";
import { UsageError } from "./usage.ts";

export type ArchiveCommand = { name: "export" | "import"; file: string } & StartOptions;

/** Throws `UsageError`. */
export function parseArchive(name: ArchiveCommand["name"], argv: string[]): ArchiveCommand {
  const instead = `npx raptorflow ${name} backup.jsonl.gz`;
  const { config, files } = read(argv, instead);
  const [file] = files;
  if (file === undefined || file.trim() === "")
    throw new UsageError(`${name} needs the name of a file`, instead);
  if (files.length > 1) throw new UsageError(`${name} takes one file`, instead);
  return { name, file, configFile: config, port: null, host: null, development: false };
}

function read(argv: string[], instead: string): { config: string | null; files: string[] } {
  try {
    const options = { config: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true, strict: true });
    return { config: values.config ?? null, files: positionals };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new UsageError(message, instead);
  }
}
