import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SERVER_URL } from "../support/database.ts";
import { REDIS_SERVER } from "../support/redis.ts";
import { runChaos } from "./run-chaos.ts";

/** The long form is a command of its own: `node bench/chaos.ts`. */
describe.runIf(SERVER_URL !== undefined && REDIS_SERVER !== undefined)("chaos", () => {
  it(
    "loses no run, runs none twice, and leaves each thread and its log in order",
    { timeout: 240_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "raptorflow-chaos-"));
      const lines: string[] = [];
      const { complaints } = await runChaos({
        runs: 32,
        processes: 3,
        atOnce: 2,
        longestMs: 180_000,
        folder,
        databaseUrl: SERVER_URL ?? "",
        redisUrl: REDIS_SERVER ?? "",
        report: (line) => lines.push(line),
      });
      expect(complaints, lines.join("\n")).toEqual([]);
      await rm(folder, { recursive: true, force: true });
    },
  );
});
