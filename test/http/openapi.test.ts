import { expect, test } from "vitest";
import type { Route } from "../../src/http/define-route.ts";
import { registry } from "../../src/http/routes/registry.ts";
import { createTestApp } from "./support/test-app.ts";

type Operation = {
  operationId: string;
  security: unknown[];
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, unknown>;
};
type Document = {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};

const load = async () => (await createTestApp().send("GET", "/openapi.json")).json as Document;
const routes: [string, Route][] = Object.entries(registry);

test.each(routes)("%s is described", async (name, route) => {
  const { paths } = await load();
  const operation = paths[route.path.replace(/:(\w+)/g, "{$1}")]?.[route.method];
  expect(operation?.operationId).toBe(name);
  expect(operation?.security).toHaveLength(route.access === "public" ? 0 : 2);
  expect(Object.keys(operation?.responses ?? {})).toEqual([String(route.reply.status), "default"]);
  expect(operation?.requestBody !== undefined).toBe(route.body !== undefined);
  const inPath = operation?.parameters.filter((each) => each.in === "path").map((each) => each.name);
  expect(inPath).toEqual([...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]));
});

test("every route says who may call it, and only those about the service are public", () => {
  for (const [, route] of routes) expect(["public", "caller"]).toContain(route.access);
  const open = routes.filter(([, route]) => route.access === "public").map(([, route]) => route.path);
  expect(open.sort()).toEqual([
    "/",
    "/docs",
    "/docs/:file",
    "/health",
    "/info",
    "/ok",
    "/openapi.json",
    "/ready",
  ]);
});

test("no two routes answer the same call", () => {
  const calls = routes.map(([, route]) => `${route.method} ${route.path.replace(/:\w+/g, ":")}`);
  expect(new Set(calls).size).toBe(calls.length);
});

test("references lead somewhere, and nothing but the version is made up by hand", async () => {
  const document = await load();
  expect(document.openapi).toBe("3.1.0");
  expect(document.info.version).toBe("1.2.3");
  const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name ?? "");
});

test("only the assistant is required of a run", async () => {
  const { components } = await load();
  expect(components.schemas["RunCreate"]).toMatchObject({ required: ["assistant_id"] });
});
