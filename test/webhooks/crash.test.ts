import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";
import { spawnService } from "../support/spawn-service.ts";
import { startReceiver } from "./support/receiver.ts";

let where: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  if (SERVER_URL !== undefined) {
    const { url, drop } = await createServerDatabase(SERVER_URL);
    [where, remove] = [url, drop];
    return;
  }
  where = await mkdtemp(join(tmpdir(), "raptorflow-webhooks-"));
  remove = () => rm(where, { recursive: true, force: true });
});
afterAll(() => remove());

const LONG = { timeout: 90_000 };

it(
  "a webhook outlives the process that was telling it: another tells it again, under the same id",
  LONG,
  async () => {
    // The first call is never answered: its process dies meanwhile.
    const receiver = await startReceiver((attempt) => (attempt === 1 ? null : 200));
    const first = await spawnService(where);
    const thread = await first.client.threads.create();
    const run = await first.client.runs.create(thread.thread_id, "asker", {
      input: { messages: [{ type: "human", content: "hello" }] },
      webhook: receiver.url,
    });
    await receiver.waitFor(1);
    await first.end("SIGKILL");

    const second = await spawnService(where);
    try {
      const [broken, whole] = await receiver.waitFor(2, 60_000);
      expect(whole?.headers["webhook-id"]).toBe(run.run_id);
      expect(whole?.body["values"]).toEqual(broken?.body["values"]);
    } finally {
      await second.end("SIGTERM");
      await receiver.close();
    }
  },
);

it("a webhook whose receiver is away when the process dies is told by the next one", LONG, async () => {
  const receiver = await startReceiver();
  await receiver.close();
  const first = await spawnService(where);
  const thread = await first.client.threads.create();
  const run = await first.client.runs.create(thread.thread_id, "asker", {
    input: { messages: [{ type: "human", content: "hello" }] },
    webhook: receiver.url,
  });
  await first.client.runs.join(thread.thread_id, run.run_id);
  await first.end("SIGKILL");

  const back = await startReceiver(undefined, Number(new URL(receiver.url).port));
  const second = await spawnService(where);
  try {
    const told = await back.waitFor(1, 60_000);
    expect(told.map(({ headers }) => headers["webhook-id"])).toEqual([run.run_id]);
  } finally {
    await second.end("SIGTERM");
    await back.close();
  }
});
