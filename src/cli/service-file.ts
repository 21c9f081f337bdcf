import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** Where a running service can be found: it may have moved to another port because its own was taken. */
const ServiceFile = z.object({ url: z.url({ protocol: /^https?$/ }), pid: z.number().int() });
type ServiceFile = z.infer<typeof ServiceFile>;

/** The address of the service that keeps its data in the folder; null when none has left one. */
export async function readServiceUrl(folder: string): Promise<string | null> {
  return (await read(folder))?.url ?? null;
}

/** Best effort: a service on a database server may have no folder that it can write. */
export async function writeServiceUrl(folder: string, url: string): Promise<void> {
  const file: ServiceFile = { url, pid: process.pid };
  const draft = `${toPath(folder)}.${process.pid}`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(draft, `${JSON.stringify(file)}\n`);
    await rename(draft, toPath(folder));
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/** Leaves the file of another process alone: several services may share a database and a folder. */
export async function removeServiceUrl(folder: string): Promise<void> {
  if ((await read(folder))?.pid === process.pid) await rm(toPath(folder), { force: true });
}

async function read(folder: string): Promise<ServiceFile | null> {
  const text = await readFile(toPath(folder), "utf8").catch(() => "null");
  try {
    return ServiceFile.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function toPath(folder: string): string {
  return join(folder, "service.json");
}
