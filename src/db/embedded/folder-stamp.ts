import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";

const STAMP = "raptorflow.json";
/** Grows when the folder's layout or the embedded Postgres changes in a way that an older build cannot read. */
const FORMAT = 1;

const Stamp = z.object({ format: z.number().int(), migration: z.string() });

/**
 * Looks at the folder before the database in it is opened: an older build must not touch what a newer one wrote.
 * Throws `data_folder_newer`.
 */
export async function checkStamp(folder: string, known: readonly string[]): Promise<void> {
  const text = await readFile(join(folder, STAMP), "utf8").catch(() => null);
  if (text === null) return;
  const stamp = Stamp.parse(JSON.parse(text));
  if (stamp.format <= FORMAT && known.includes(stamp.migration)) return;
  throw new AppError("data_folder_newer", `The data folder ${folder} was written by a newer RaptorFlow`, {
    fix: "Run that version or a newer one, or give this one another folder with RAPTORFLOW_DATA.",
  });
}

/** Written whole or not at all. */
export async function writeStamp(folder: string, known: readonly string[]): Promise<void> {
  const stamp: z.infer<typeof Stamp> = { format: FORMAT, migration: known.at(-1) ?? "" };
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `${STAMP}.${process.pid}`);
  await writeFile(draft, `${JSON.stringify(stamp)}\n`);
  await rename(draft, join(folder, STAMP));
}
