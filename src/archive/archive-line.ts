import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";

/**
 * An archive is gzipped text, one JSON value a line: a header, then for each tenant and table a section and its rows
 * (lists of texts and nulls in the order of the header's columns), at last the number of rows.
 */
const Header = z.object({
  format: z.literal("raptorflow-archive"),
  version: z.literal(1),
  created_at: z.string(),
  migrations: z.array(z.string()),
  tenants: z.array(z.string()),
  tables: z.array(
    z.object({ name: z.string(), columns: z.array(z.object({ name: z.string(), type: z.string() })) }),
  ),
});
export type Header = z.infer<typeof Header>;

const Section = z.object({ tenant: z.string(), table: z.string() });
const End = z.object({ end: z.literal(true), rows: z.number() });
const ArchiveRow = z.array(z.string().nullable());
const Line = z.union([ArchiveRow, Section, End, Header]);
export type ArchiveLine = z.infer<typeof Line>;
export type ArchiveRow = z.infer<typeof ArchiveRow>;

export function isHeader(line: ArchiveLine): line is Header {
  return "format" in line;
}

export function isSection(line: ArchiveLine): line is z.infer<typeof Section> {
  return "tenant" in line;
}

export function isEnd(line: ArchiveLine): line is z.infer<typeof End> {
  return "end" in line;
}

/** Throws `config_invalid` for what is no archive, or only a part of one. */
export async function* readArchive(file: string): AsyncGenerator<ArchiveLine> {
  const text = createGunzip();
  const failures: Error[] = [];
  pipeline(createReadStream(file), text, (error) => error && failures.push(error));
  let number = 0;
  let isComplete = false;
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Infinity })) {
      number += 1;
      const value = parseLine(line);
      if (value === null || (number === 1) !== isHeader(value)) throw damaged(file, `line ${number}`);
      isComplete = isEnd(value);
      yield value;
    }
  } catch (error) {
    throw error instanceof AppError
      ? error
      : damaged(file, error instanceof Error ? error.message : String(error));
  }
  const [failure] = failures;
  if (failure !== undefined) throw damaged(file, failure.message);
  if (!isComplete) throw damaged(file, "its end is missing");
}

function parseLine(line: string): ArchiveLine | null {
  try {
    const read = Line.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function damaged(file: string, why: string): AppError {
  return new AppError("config_invalid", `${file} is no complete archive: ${why}`, {
    fix: "Give it a file that `raptorflow export` has written to its end.",
  });
}
