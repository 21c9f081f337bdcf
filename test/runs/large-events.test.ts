import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls } from "./support/calls.ts";

const MEGABYTE = 1024 * 1024;
let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

/** Emits one event of the size that it is told. */
function buildLoud() {
  return new StateGraph(new StateSchema({ megabytes: z.number().default(0) }))
    .addNode("shout", ({ megabytes }, { writer }) => {
      writer?.("x".repeat(megabytes * MEGABYTE));
      return {};
    })
    .addEdge(START, "shout")
    .addEdge("shout", END)
    .compile();
}

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ loud: buildLoud() }));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const shout = (megabytes: number) => ({
  assistant_id: "loud",
  input: { megabytes },
  stream_mode: ["custom"],
});

it("a large event arrives whole", async () => {
  const { text } = await calls.post("/runs/stream", shout(5));
  expect(text.length).toBeGreaterThan(5 * MEGABYTE);
  expect(text).toContain('"status":"success"');
});

it("one that is too large ends its run, and the service goes on", async () => {
  const { text } = await calls.post("/runs/stream", shout(64));
  expect(text).toContain('"error":"EventTooLargeError"');
  expect(text).toContain('"status":"error"');
  expect((await calls.post("/runs/stream", shout(0))).text).toContain('"status":"success"');
});
