import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { parseEnv } from "node:util";
import { AppError } from "../domain/errors.ts";

type Written = string | string[] | Record<string, string> | null;
type Place = {
  folder: string;
  file: string;
  /** What the process has been given already. */
  environment: Readonly<Record<string, string | undefined>>;
};

/**
 * The variables that `env` of langgraph.json adds: those of a file, those of an object, or none for a list, whose names
 * must have a value already. What the process was given wins. Throws `config_invalid`.
 */
export async function readEnvironment(
  written: Written,
  { folder, file, environment }: Place,
): Promise<Record<string, string>> {
  if (written === null) return {};
  if (Array.isArray(written)) {
    const missing = written.filter((name) => !environment[name]);
    if (missing.length === 0) return {};
    throw new AppError("config_invalid", `${basename(file)}: env: not set: ${missing.join(", ")}`, {
      fix: 'Set them in the environment, or name a file: "env": ".env".',
    });
  }
  const added = typeof written === "string" ? await readFileOf(resolve(folder, written)) : written;
  return Object.fromEntries(Object.entries(added).filter(([name]) => environment[name] === undefined));
}

/** A file that is not there adds nothing: it holds secrets and often stays at home. */
async function readFileOf(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("config_invalid", `env: ${path} cannot be read: ${reason}`, {
      fix: "Name a readable file, or leave env out.",
      cause,
    });
  });
  const parsed: Record<string, string | undefined> = parseEnv(text);
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
