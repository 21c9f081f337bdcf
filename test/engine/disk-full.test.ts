import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/db/open-database.ts";
import { createCalls } from "../runs/support/calls.ts";
import { SMALL_DISK } from "../support/database.ts";
import { buildTokens, toCatalogue } from "../support/graphs.ts";
import { startTestService } from "../support/service.ts";

const MEGABYTE = 1024 * 1024;

describe.runIf(SMALL_DISK !== undefined)("an embedded database on a disk that is full", () => {
  it("takes up where it stopped when there is room again", { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(SMALL_DISK ?? "", "data-"));
    const ballast = join(folder, "ballast");
    const db = await openDatabase({ url: null, folder: join(folder, "db") });
    const service = await startTestService(db, toCatalogue({ tokens: buildTokens(300, 20) }), {
      leaseMs: 30_000,
    });
    try {
      const calls = createCalls(service);
      const threadId = await calls.createThread();
      // Much to store with each step, so that the database has to grow.
      const content = Array.from({ length: 200_000 }, () => Math.random().toString(36).slice(2)).join("");
      const input = { messages: [{ type: "human", content }] };
      const body = { assistant_id: "tokens", input, stream_mode: ["messages-tuple"] };
      const streamed = calls.post(`/threads/${threadId}/runs/stream`, body);
      await sleep(1_000);
      await writeFile(ballast, Buffer.alloc(100 * MEGABYTE)).catch(() => undefined);
      await sleep(3_000);
      await rm(ballast);
      const { text } = await streamed;
      expect(text).toMatch(/^: waiting for the database: it has no room/m);
      expect(text).toContain('"status":"success"');
      expect(new Set(text.match(/"content":"t\d+ "/g))).toHaveProperty("size", 300);
      const { values } = await calls.get(`/threads/${threadId}/state`);
      expect((values as { messages: unknown[] }).messages).toHaveLength(2);
    } finally {
      await rm(ballast, { force: true });
      await service.close();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
