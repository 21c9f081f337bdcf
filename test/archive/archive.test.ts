import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportArchive } from "../../src/archive/export-archive.ts";
import { importArchive } from "../../src/archive/import-archive.ts";
import { quote } from "../../src/archive/archive-table.ts";
import type { Database } from "../../src/db/database.ts";
import { systemClock } from "../../src/domain/clock.ts";
import { LOCAL_TENANT_ID, newId } from "../../src/domain/ids.ts";
import { buildEcho, toCatalogue } from "../support/graphs.ts";
import { openTestDatabase } from "../support/database.ts";
import { startTestService } from "../support/service.ts";

const OTHER_TENANT = "00000000-0000-7000-8000-0000000000fe";
const onProgress = (): void => {};
let folder: string;
let source: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "raptorflow-archive-"));
  source = await openTestDatabase();
});
afterAll(async () => {
  await source.close();
  await rm(folder, { recursive: true, force: true });
});

/** Everything of a tenant, as text. */
async function readAll(db: Database, tenant: string): Promise<Record<string, string[]>> {
  const tables = await db.run<{ name: string }>(
    tenant,
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'tenant_id' order by 1`,
  );
  const all: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await db.run<{ text: string }>(
      tenant,
      `select t::text as text from ${quote(name)} t order by 1`,
    );
    if (rows.length > 0) all[name] = rows.map(({ text }) => text);
  }
  return all;
}

describe("an archive", () => {
  it("carries every row of every tenant into another database, where threads go on", async () => {
    const service = await startTestService(source, toCatalogue({ echo: buildEcho() }));
    const { thread_id: threadId } = await service.client.threads.create();
    await service.client.runs.wait(threadId, "echo", { input: { messages: ["before"] } });
    const before = await service.client.threads.getState(threadId);
    await service.close();
    await source.run(
      OTHER_TENANT,
      "insert into store_items (tenant_id, namespace, key, value) values ($1, '{a,b}', 'k', $2::json)",
      [OTHER_TENANT, JSON.stringify({ text: 'line\nbreak, "quote", \\N, नमस्ते' })],
    );
    const file = join(folder, "whole.gz");
    const exported = await exportArchive({ db: source, clock: systemClock, file, onProgress });
    expect(exported.tenants).toBe(2);

    const target = await openTestDatabase();
    try {
      expect((await importArchive({ db: target, file, onProgress })).rows).toBe(exported.rows);
      for (const tenant of [LOCAL_TENANT_ID, OTHER_TENANT])
        expect(await readAll(target, tenant)).toEqual(await readAll(source, tenant));
      const moved = await startTestService(target, toCatalogue({ echo: buildEcho() }));
      expect(await moved.client.threads.getState(threadId)).toEqual(before);
      await moved.client.runs.wait(threadId, "echo", { input: { messages: ["after"] } });
      await moved.close();
      await expect(importArchive({ db: target, file, onProgress })).rejects.toMatchObject({
        code: "not_empty",
      });
    } finally {
      await target.close();
    }
  });

  it("is refused before anything is written when a part of it is missing or it is something else", async () => {
    const target = await openTestDatabase();
    const whole = await readFile(join(folder, "whole.gz"));
    const lines = gunzipSync(whole).toString().trimEnd().split("\n");
    const without = (index: number): Buffer => gzipSync(lines.toSpliced(index, 1).join("\n"));
    const broken = {
      "cut.gz": whole.subarray(0, whole.length / 2),
      "no-end.gz": without(lines.length - 1),
      "no-row.gz": without(lines.findIndex((line) => line.startsWith("["))),
      "no-header.gz": without(0),
      "noise.gz": randomBytes(500),
      "newer.gz": gzipSync(
        [
          JSON.stringify({ ...JSON.parse(lines[0] ?? ""), migrations: ["29990101_future"] }),
          ...lines.slice(1),
        ].join("\n"),
      ),
    };
    try {
      for (const [name, bytes] of Object.entries(broken)) {
        await writeFile(join(folder, name), bytes);
        const attempt = importArchive({ db: target, file: join(folder, name), onProgress });
        await expect(attempt, name).rejects.toMatchObject({
          code: name === "newer.gz" ? "data_folder_newer" : "config_invalid",
        });
      }
      expect(await readAll(target, OTHER_TENANT)).toEqual({});
    } finally {
      await target.close();
    }
  });

  it("leaves no half-written file behind when it cannot be written", async () => {
    const file = join(folder, "no-such-folder", "a.gz");
    await expect(exportArchive({ db: source, clock: systemClock, file, onProgress })).rejects.toThrow();
    const id = newId();
    await expect(
      exportArchive({
        db: source,
        clock: systemClock,
        file: join(folder, `${id}.gz`),
        onProgress: () => {
          throw new Error("stopped");
        },
      }),
    ).rejects.toThrow("stopped");
    expect((await readdir(folder)).filter((name) => name.startsWith(id))).toEqual([]);
  });
});
