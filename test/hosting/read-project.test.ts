import { afterEach, describe, expect, test } from "vitest";
import { readProject } from "../../src/hosting/read-project.ts";
import { type WrittenProject, writeProject } from "./support/written-project.ts";

const projects: WrittenProject[] = [];
afterEach(async () => {
  for (const project of projects.splice(0)) await project.discard();
});

const GRAPHS = { graphs: { agent: "./agent.ts:graph" } };

async function read(
  langgraph: object,
  files: Record<string, string> = {},
  environment: Record<string, string> = {},
) {
  const project = await writeProject(langgraph, files);
  projects.push(project);
  return readProject(`${project.folder}/langgraph.json`, { environment });
}

describe("what is read", () => {
  test("the least: graphs, by text or with a description", async () => {
    const project = await read({
      graphs: { a: "./src/a.ts:graph", b: { path: "./b.mjs", description: "B" }, c: "./c.py.ts:x" },
    });
    expect(project.graphs).toMatchObject([
      { id: "a", ref: { path: `${project.folder}/src/a.ts`, exportName: "graph" }, description: null },
      { id: "b", ref: { path: `${project.folder}/b.mjs`, exportName: "default" }, description: "B" },
      { id: "c", ref: { exportName: "x" } },
    ]);
    expect(project).toMatchObject({
      auth: null,
      environment: {},
      warnings: [],
      threadTtl: null,
      webhooks: null,
      ui: null,
    });
  });

  test("every key, with null as absent", async () => {
    const project = await read({
      ...GRAPHS,
      node_version: "22",
      dependencies: ["."],
      auth: { path: "./auth.ts:auth", disable_studio_auth: false },
      http: {
        app: "./app.ts:app",
        mount_prefix: "agents/",
        cors: { allow_origins: ["https://a.example"], allow_credentials: true, max_age: 9 },
        configurable_headers: { includes: ["x-*"], excludes: null },
        logging_headers: null,
        middleware_order: "auth_first",
        enable_custom_route_auth: true,
        disable_store: true,
        disable_mcp: false,
      },
      store: { index: { embed: "openai:small", dims: 8, fields: ["text"] }, ttl: { default_ttl: 60 } },
      checkpointer: {
        ttl: { strategy: "keep_latest", default_ttl: 5, sweep_interval_minutes: 1, sweep_limit: 7 },
      },
      webhooks: { headers: { a: "${{ env.LG_WEBHOOK_A }}" }, url: { require_https: true } },
      ui: { agent: "./ui.tsx" },
      ui_config: { shared: ["three"] },
    });
    expect(project).toMatchObject({
      auth: { disableStudioAuth: false },
      http: {
        mountPrefix: "/agents",
        cors: { allowOrigins: ["https://a.example"], allowCredentials: true, maxAge: 9, allowHeaders: null },
        configurableHeaders: { includes: ["x-*"], excludes: [] },
        loggingHeaders: null,
        middlewareOrder: "auth_first",
        enableCustomRouteAuth: true,
        disabled: ["store"],
      },
      store: {
        index: { embed: "openai:small", dims: 8, fields: ["text"] },
        ttl: { defaultTtl: 60, refreshOnRead: true },
      },
      threadTtl: { strategy: "keep_latest", defaultTtl: 5, sweepIntervalMinutes: 1, sweepLimit: 7 },
      webhooks: { envPrefix: "LG_WEBHOOK_", url: { requireHttps: true, disableLoopback: null } },
      ui: { entries: { agent: { exportName: "default" } }, shared: ["three"] },
      warnings: [],
    });
  });

  test("unknown keys are warned about, wherever they stand, and not those of maps", async () => {
    const { warnings } = await read({
      ...GRAPHS,
      grafs: {},
      http: { cros: {}, cors: { origins: [] } },
      env: { ANY: "1" },
    });
    expect(warnings).toHaveLength(3);
    for (const key of ["grafs", "http.cros", "http.cors.origins"]) {
      expect(warnings.some((text) => text.includes(key))).toBe(true);
    }
  });
});

describe("env", () => {
  test("is a file, an object, or names that must be there; what the process was given wins", async () => {
    const files = { "my.env": 'ONE="1 one"\n# no\nTWO=2\n', ".env": "" };
    expect((await read({ ...GRAPHS, env: "./my.env" }, files, { TWO: "given" })).environment).toEqual({
      ONE: "1 one",
    });
    expect((await read({ ...GRAPHS, env: { A: "a", B: "b" } }, {}, { B: "" })).environment).toEqual({
      A: "a",
    });
    expect((await read({ ...GRAPHS, env: ["A"] }, {}, { A: "there" })).environment).toEqual({});
    expect((await read({ ...GRAPHS, env: "./gone.env" })).environment).toEqual({});
    await expect(read({ ...GRAPHS, env: ["A", "B"] }, {}, { A: "there" })).rejects.toMatchObject({
      code: "config_invalid",
      detail: expect.stringContaining("B"),
    });
  });
});

describe("what is wrong is told with file, key and what to write", () => {
  test.each<[name: string, langgraph: object, key: string]>([
    ["no graphs", {}, "graphs"],
    ["an empty map of graphs", { graphs: {} }, "graphs"],
    ["a graph that is a number", { graphs: { agent: 7 } }, "graphs.agent"],
    ["a graph without a file", { graphs: { agent: "graph" } }, "graphs.agent"],
    ["a graph in Python", { graphs: { agent: "./agent.py:graph" } }, "graphs.agent"],
    ["a wrong flag", { ...GRAPHS, http: { disable_mcp: "yes" } }, "http.disable_mcp"],
    ["a wrong order", { ...GRAPHS, http: { middleware_order: "auth" } }, "http.middleware_order"],
    ["a wrong prefix", { ...GRAPHS, http: { mount_prefix: "/a b" } }, "http.mount_prefix"],
    [
      "a wrong expression",
      { ...GRAPHS, http: { cors: { allow_origin_regex: "(" } } },
      "http.cors.allow_origin_regex",
    ],
    ["a time that is none", { ...GRAPHS, store: { ttl: { default_ttl: -1 } } }, "store.ttl.default_ttl"],
    [
      "a wrong strategy",
      { ...GRAPHS, checkpointer: { ttl: { strategy: "drop" } } },
      "checkpointer.ttl.strategy",
    ],
    ["auth without a path", { ...GRAPHS, auth: {} }, "auth.path"],
  ])("%s", async (_, langgraph, key) => {
    await expect(read(langgraph)).rejects.toMatchObject({
      code: "config_invalid",
      detail: expect.stringContaining(key),
      fix: expect.stringMatching(/./),
    });
  });

  test("a file that is not there, a folder, and no JSON", async () => {
    const project = await writeProject(GRAPHS, { "broken.json": "{graphs: 1}" });
    projects.push(project);
    for (const path of ["gone.json", ".", "broken.json"]) {
      await expect(readProject(`${project.folder}/${path}`, { environment: {} })).rejects.toMatchObject({
        code: "config_invalid",
        detail: expect.stringContaining(project.folder),
      });
    }
  });
});
