import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Config } from "../../config.ts";
import { type Finding, ok, problem, toReason, warning } from "./finding.ts";

const LITTLE_BYTES = 1_000_000_000;
const NOTHING_BYTES = 100_000_000;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNewEnough = major > 22 || (major === 22 && minor >= 18);
  return isNewEnough
    ? ok("node", version)
    : problem("node", `${version} is too old`, "Use Node.js 22.18 or newer; npm ci brings one along.");
}

/** Only where data is kept in a folder: with a database server the disk is that server's. */
export async function checkDisk({ dataFolder }: Config): Promise<Finding> {
  const folder = await findExisting(resolve(dataFolder));
  try {
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const text = `${(free / 1e9).toFixed(1)} GB free at ${folder}`;
    if (free < NOTHING_BYTES)
      return problem("disk", text, "Make room, or set RAPTORFLOW_DATA to another disk.");
    return free < LITTLE_BYTES ? warning("disk", text, "Make room before it runs out.") : ok("disk", text);
  } catch (error) {
    return problem(
      "disk",
      `${folder} cannot be written: ${toReason(error)}`,
      "Set RAPTORFLOW_DATA to a folder of yours.",
    );
  }
}

async function findExisting(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere || dirname(folder) === folder ? folder : findExisting(dirname(folder));
}
