import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { z } from "zod";
import { AppError, type FieldError } from "../domain/errors.ts";
import { toModuleRef } from "./module-ref.ts";
import { ProjectFile, toUnknownKeys } from "./project-schema.ts";
import type { GraphEntry, Project } from "./project.ts";
import { readEnvironment } from "./read-environment.ts";
import { toHttp, toStore, toThreadTtl, toWebhooks } from "./to-settings.ts";

type Surroundings = { environment: Readonly<Record<string, string | undefined>> };

/**
 * Reads a langgraph.json and what it says of the environment; loads no code. Throws `config_invalid`, which names the
 * file, the key and what to write.
 */
export async function readProject(path: string, { environment }: Surroundings): Promise<Project> {
  const file = resolve(path);
  const folder = dirname(file);
  const written = await readJson(file);
  const parsed = ProjectFile.safeParse(written);
  if (!parsed.success) throw toSchemaError(file, parsed.error.issues);
  const { graphs, env, auth, http, store, checkpointer, webhooks, ui, ui_config } = parsed.data;
  const at = { folder, file };
  const entries = Object.entries(graphs).map(([id, entry]): GraphEntry => {
    const { path: text, description = null } = typeof entry === "string" ? { path: entry } : entry;
    return { id, ref: toModuleRef(`graphs.${id}`, text, at), description };
  });
  if (entries.length === 0) {
    throw invalid(file, "graphs: names no graph", 'Write e.g. "graphs": {"agent": "./src/agent.ts:graph"}.');
  }
  return {
    file,
    folder,
    graphs: entries,
    environment: await readEnvironment(env ?? null, { ...at, environment }),
    auth:
      auth === null || auth === undefined
        ? null
        : {
            ref: toModuleRef("auth.path", auth.path, at),
            disableStudioAuth: auth.disable_studio_auth ?? true,
          },
    http: toHttp(http ?? {}, at),
    store: toStore(store ?? {}),
    threadTtl: toThreadTtl(checkpointer?.ttl ?? null),
    webhooks: toWebhooks(webhooks ?? null),
    ui:
      ui === null || ui === undefined
        ? null
        : {
            entries: Object.fromEntries(
              Object.entries(ui).map(([id, text]) => [id, toModuleRef(`ui.${id}`, text, at)]),
            ),
            shared: ui_config?.shared ?? [],
          },
    warnings: toUnknownKeys(written).map(
      (key) => `${basename(file)}: the key ${key} is unknown and has no effect`,
    ),
  };
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    const reason = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : code;
    throw new AppError("config_invalid", `Cannot read ${file}: ${reason}`, {
      fix: "Give the path of a langgraph.json.",
      cause,
    });
  });
  try {
    // A byte order mark is no JSON.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalid(
      file,
      `is not valid JSON: ${reason}`,
      "Comments and trailing commas are not allowed.",
      cause,
    );
  }
}

function invalid(file: string, detail: string, fix: string, cause?: unknown): AppError {
  return new AppError("config_invalid", `${file}: ${detail}`, { fix, cause });
}

function toSchemaError(file: string, issues: readonly z.core.$ZodIssue[]): AppError {
  const errors = issues.map((issue): FieldError => {
    const path = issue.path.map(String).join(".");
    return { path, message: toMessage(issue) };
  });
  const said = errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  return new AppError("config_invalid", `${file}: ${said.join("; ")}`, {
    fix: 'Correct the keys named; graphs is an object such as {"agent": "./src/agent.ts:graph"}.',
    errors,
  });
}

function toMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return [...new Set(issue.errors.flatMap((branch) => branch.map(toMessage)))].join(", or ");
  }
  return issue.message.endsWith("received undefined")
    ? "is required"
    : issue.message.replace(/^Invalid (input|option): /, "");
}
