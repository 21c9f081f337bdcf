import { readFile } from "node:fs/promises";
import { UsageError } from "./usage.ts";

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "you may not read it",
};

/** The text of a file that the command line names; throws `UsageError` with the reason. */
export async function readInputFile(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(`cannot read ${path}: ${REASONS[code] ?? code}`, "the path of a readable file");
  });
  // A zero byte is in no text of any language, and Postgres refuses it.
  if (bytes.includes(0)) throw new UsageError(`${path} is not a text file`, "a Markdown or plain text file");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(
      `${path} is text in another encoding than UTF-8`,
      "the file once more, saved as UTF-8",
    );
  }
}
