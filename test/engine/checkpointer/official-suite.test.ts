import { randomUUID } from "node:crypto";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { deltaChannelHistoryTests, validate } from "@langchain/langgraph-checkpoint-validation";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createCheckpointer } from "../../../src/engine/checkpointer/tenant-checkpointer.ts";
import { openTestDatabase } from "../../support/database.ts";

// The suite is written for a runner that puts these names into the global scope.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });

const db = await openTestDatabase();
afterAll(() => db.close());

// A tenant of its own for each saver: the suite expects to find nothing but what it wrote.
const ours = {
  checkpointerName: "RaptorFlow",
  createCheckpointer: () => createCheckpointer({ db, context: { tenantId: randomUUID() } }),
};
validate(ours);
deltaChannelHistoryTests(ours);

// The yardstick: what the suite says about the saver in memory of the same version.
const inMemory = { checkpointerName: "MemorySaver", createCheckpointer: () => new MemorySaver() };
validate(inMemory);
deltaChannelHistoryTests(inMemory);
