import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "../../src/db/embedded/folder-lock.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { LOCAL_TENANT_ID, newId } from "../../src/domain/ids.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "raptorflow-folder-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the data folder", () => {
  it("keeps what was written when it is opened again", async () => {
    const threadId = newId();
    const first = await openDatabase({ url: null, folder });
    await first.run(LOCAL_TENANT_ID, "insert into threads (tenant_id, thread_id) values ($1, $2)", [
      LOCAL_TENANT_ID,
      threadId,
    ]);
    await first.close();
    const second = await openDatabase({ url: null, folder });
    expect(await second.run(LOCAL_TENANT_ID, "select thread_id from threads")).toEqual([
      { thread_id: threadId },
    ]);
    await second.close();
  });

  it("is opened by one process at a time, and the refusal names the holder and the way out", async () => {
    const lock = await lockFolder(folder);
    await expect(openDatabase({ url: null, folder })).rejects.toMatchObject({
      code: "data_folder_held",
      detail: expect.stringContaining(`process ${process.pid}`),
      fix: expect.stringContaining("RAPTORFLOW_DATA"),
    });
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  it("is not opened by an older build, and stays as it was", async () => {
    const stamp = join(folder, "raptorflow.json");
    const newer = JSON.stringify({ format: 1, migration: "29990101000000_from_the_future" });
    await writeFile(stamp, newer);
    await expect(openDatabase({ url: null, folder })).rejects.toMatchObject({ code: "data_folder_newer" });
    expect(await readFile(stamp, "utf8")).toBe(newer);
  });
});
