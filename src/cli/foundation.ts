import { parse } from "yaml";
import { Foundation } from "../domain/foundation.ts";
import type { Connection } from "./connection.ts";
import { readInputFile } from "./input-file.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage.ts";

type Scene = { connection: Connection; terminal: Terminal };

export async function getFoundation({ connection, terminal }: Scene): Promise<number> {
  const foundation = await connection.request("GET", "/foundation");
  terminal.out(`${JSON.stringify(foundation, null, 2)}\n`);
  return 0;
}

export async function setFoundation({
  connection,
  terminal,
  file,
}: Scene & { file: string }): Promise<number> {
  const foundation = parseFoundation(await readInputFile(file), file);
  await connection.request("PUT", "/foundation", foundation);
  const fields = Object.keys(foundation);
  terminal.out(`foundation set: ${fields.length === 0 ? "it is empty now" : fields.join(", ")}\n`);
  return 0;
}

/** JSON or YAML (JSON is YAML). Throws `UsageError` that names each wrong field. */
export function parseFoundation(text: string, file: string): Foundation {
  const parsed = Foundation.safeParse(parseYaml(text, file));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const path = issue.path.join(".");
    if (issue.code !== "unrecognized_keys") return `  ${path || "the file"}: ${issue.message}`;
    const names = issue.keys.map((key) => (path === "" ? key : `${path}.${key}`));
    return `  ${names.join(", ")}: no such field`;
  });
  const known = Object.keys(Foundation.shape).join(", ");
  throw new UsageError(`${file} is not a foundation:\n${lines.join("\n")}`, `any of these fields: ${known}`);
}

function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (error) {
    const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new UsageError(`${file} is neither JSON nor YAML: ${message}`, "company_name: Chai Corner");
  }
}
