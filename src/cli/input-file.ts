import { readFile } from "node:fs/promises";
import { UsageError } from "./usage.ts";

/** The text of a file that the command line names; throws `UsageError` with the reason. */
export async function readInputFile(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(`cannot read ${path} (${code})`, "the path of a readable file");
  });
  // A zero byte is in no text of any language, and Postgres refuses it.
  if (bytes.includes(0)) throw new UsageError(`${path} is not a text file`, "a Markdown, text or HTML file");
  return bytes.toString("utf8");
}
