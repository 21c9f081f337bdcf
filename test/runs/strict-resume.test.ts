import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { buildFan } from "../engine/support/fan.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildFailing, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls, HELLO } from "./support/calls.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = { asker: buildAsker(), echo: buildEcho(), failing: buildFailing(), fan: buildFan() };
  service = await startTestService(db, toCatalogue(graphs));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const UNKNOWN = "0123456789abcdef0123456789abcdef";
const answer = (assistant: string, resume: unknown) => ({
  assistant_id: assistant,
  command: { resume },
  strict_resume: true,
});
const refused = { __error__: { error: "UnknownInterruptError", message: expect.any(String) } };

async function readThread(threadId: string) {
  const { status, values, interrupts, error, state_updated_at } = await calls.get(`/threads/${threadId}`);
  return { status, values, interrupts, error, state_updated_at };
}

describe("a strict answer to something that nobody asks", () => {
  it("ends the run with an error, and leaves an interrupted thread as it was", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "asker", input: HELLO });
    const before = await readThread(threadId);
    const history = await calls.call("GET", `/threads/${threadId}/history`);
    expect(await calls.wait(threadId, answer("asker", { [UNKNOWN]: "Pune" }))).toEqual(refused);
    expect(await readThread(threadId)).toEqual(before);
    expect(before.status).toBe("interrupted");
    expect((await calls.call("GET", `/threads/${threadId}/history`)).text).toBe(history.text);
    expect((await calls.list(threadId))[0]).toMatchObject({
      status: "error",
      kwargs: { strict_resume: true },
    });
    const output = await calls.wait(threadId, answer("asker", "Pune"));
    expect(JSON.stringify(output)).toContain("City: Pune");
  });

  it.each([
    ["idle", "echo"],
    ["error", "failing"],
  ])("leaves a thread %s", async (status, assistant) => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: assistant, input: HELLO });
    const before = await readThread(threadId);
    for (const resume of ["Pune", { [UNKNOWN]: "Pune" }])
      expect(await calls.wait(threadId, answer(assistant, resume))).toEqual(refused);
    expect(await readThread(threadId)).toEqual(before);
    expect(before.status).toBe(status);
  });

  it("does not let through the others that it answers", async () => {
    const threadId = await calls.createThread();
    const asked = await calls.wait(threadId, { assistant_id: "fan", input: {} });
    const [first, second] = asked["__interrupt__"] as { id: string }[];
    const ids = { [first?.id ?? ""]: "A", [second?.id ?? ""]: "B" };
    expect(await calls.wait(threadId, answer("fan", { ...ids, [UNKNOWN]: "C" }))).toEqual(refused);
    expect(await calls.wait(threadId, answer("fan", ids))).toEqual({ done: ["1", "2 A", "3 B"] });
  });
});

it("without strictness an answer that nobody waits for is no error", async () => {
  const threadId = await calls.createThread();
  await calls.wait(threadId, { assistant_id: "asker", input: HELLO });
  const output = await calls.wait(threadId, {
    ...answer("asker", { [UNKNOWN]: "Pune" }),
    strict_resume: false,
  });
  expect(output).not.toHaveProperty("__error__");
});
