import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

let db: Database;
let service: TestService;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const PATHS = ["/mcp", "/a2a/{assistant_id}", "/v1/models", "/v1/chat/completions"];

it("the other protocols stand in the description of the API", async () => {
  service = await startTestService(db, toCatalogue({ echo: buildEcho() }));
  const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: object };
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(PATHS));
  await service.close();
});

it("what a configuration takes away is neither described nor served", async () => {
  service = await startTestService(db, toCatalogue({ echo: buildEcho() }), {
    http: { disabled: ["mcp", "a2a"] },
  });
  const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: object };
  expect(Object.keys(paths)).not.toEqual(expect.arrayContaining(["/mcp"]));
  const gone = ["/mcp", "/mcp/", "/a2a/echo", "/a2a/echo/.well-known/agent-card.json"];
  for (const path of [...gone, "/.well-known/agent-card.json"])
    expect((await fetch(service.url + path, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${service.url}/v1/models`)).status).toBe(200);
  await service.close();
});
