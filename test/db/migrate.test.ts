import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/db/open-database.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";

describe.runIf(SERVER_URL !== undefined)("migrations on a server", () => {
  it("are applied once when several processes start together", async () => {
    const { url, drop } = await createServerDatabase(SERVER_URL ?? "");
    const databases = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ url, folder: "" })));
    const [first] = databases;
    expect(await first?.system("select released from rf_release_leases()")).toEqual([{ released: 0 }]);
    for (const database of databases) await database.close();
    await drop();
  });

  it("refuse a database that a newer build has migrated", async () => {
    const { url, drop } = await createServerDatabase(SERVER_URL ?? "");
    await (await openDatabase({ url, folder: "" })).close();
    const owner = postgres(url, { max: 1 });
    await owner`insert into raptorflow_migrations.journal (name, hash) values ('29990101000000_future', 'x')`;
    await owner.end();
    await expect(openDatabase({ url, folder: "" })).rejects.toMatchObject({ code: "data_folder_newer" });
    await drop();
  });

  it("say what is wrong when nothing listens", async () => {
    await expect(
      openDatabase({ url: "postgres://nobody@127.0.0.1:1/none", folder: "" }),
    ).rejects.toMatchObject({
      code: "unavailable",
      fix: expect.stringContaining("DATABASE_URL"),
    });
  });
});
