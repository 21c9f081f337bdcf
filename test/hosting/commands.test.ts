import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "@langchain/langgraph-sdk";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";
import { createHome, type Home, type Product, runCommand, startProduct } from "../support/spawn-product.ts";
import { DESK } from "./support/desk.ts";
import { type WrittenProject, writeProject } from "./support/written-project.ts";

const ECHO = `
import { Annotation, START, StateGraph } from "@langchain/langgraph";
const State = Annotation.Root({ text: Annotation<string>, done_by: Annotation<number> });
export const graph = new StateGraph(State)
  .addNode("echo", () => ({ done_by: process.pid }))
  .addEdge(START, "echo")
  .compile();`;
const OWN_APP = `
import { Hono } from "hono";
const app = new Hono();
app.use(async (c, next) => {
  await next();
  c.header("x-own", import.meta.resolve("hono").includes("/hosted-") ? "yes" : "no");
});
app.get("/hello/:name", (c) => c.json({ hello: c.req.param("name"), path: c.req.path }));
app.notFound((c) => c.json({ own: true }, 404));
export default app;`;
const AUTH = `
import { Auth } from "@langchain/langgraph-sdk/auth";
export const auth = new Auth().authenticate(() => "asha");`;

let home: Home;
let project: WrittenProject;
let config: string;

beforeAll(async () => {
  home = await createHome();
  project = await writeProject(
    { graphs: { echo: "./graph.ts:graph" } },
    { "graph.ts": ECHO, "auth.ts": AUTH },
  );
  config = join(project.folder, "langgraph.json");
});
afterAll(async () => {
  await project.discard();
  await home.discard();
});

/** Ends with its test, however that ends. */
async function start(
  env: Parameters<typeof startProduct>[1],
  args: readonly string[],
  isReady?: RegExp,
): Promise<Product> {
  const service = await startProduct(home, env, args, isReady);
  onTestFinished(async () => void (await service.end("SIGTERM")));
  return service;
}

describe("wrong usage ends with 2 and says what to write", () => {
  test.each<[name: string, args: string[], env: Record<string, string>, wanted: RegExp]>([
    ["a config that is not there", ["serve", "--config", "gone.json"], {}, /gone\.json/],
    ["a word instead of an option", ["serve", "langgraph.json"], {}, /--config langgraph\.json/],
    ["a worker without a database server", ["worker"], { DATABASE_URL: "" }, /DATABASE_URL/],
    ["no worker without a database server", ["serve", "--no-worker"], { DATABASE_URL: "" }, /DATABASE_URL/],
    ["an open door", ["serve", "--host", "0.0.0.0", "--port", "0"], {}, /RAPTORFLOW_API_KEY/],
    ["defaults of assistants that are no JSON", ["serve"], { LANGGRAPH_CONFIG: "{" }, /LANGGRAPH_CONFIG/],
    [
      "Studio let in from everywhere",
      ["serve", "--config", DESK, "--host", "0.0.0.0", "--port", "0", "--dev"],
      {},
      /--dev/,
    ],
  ])("%s", async (_, args, env, wanted) => {
    const { code, err } = await runCommand(args, { ...home.env, ...env });
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(wanted) });
  });

  test("a project that does not load, before a database is made for it", async () => {
    const broken = await writeProject({ graphs: { echo: "./graph.ts:gone" } }, { "graph.ts": ECHO });
    const { code, err } = await runCommand(["serve", "--config", join(broken.folder, "langgraph.json")], {
      RAPTORFLOW_DATA: "",
    });
    expect(code).toBe(2);
    expect(err).toMatch(/graphs\.echo.*gone/);
    expect(existsSync(join(broken.folder, ".raptorflow"))).toBe(false);
    await broken.discard();
  });
});

describe("serve --config", () => {
  test("keeps the data beside the file, unless RAPTORFLOW_DATA says where", async () => {
    const service = await start({ RAPTORFLOW_DATA: undefined }, ["serve", "--config", config, "--port", "0"]);
    expect(await service.client.runs.wait(null, "echo", { input: { text: "x" } })).toMatchObject({
      text: "x",
    });
    await service.end("SIGTERM");
    expect(existsSync(join(project.folder, ".raptorflow"))).toBe(true);
    await rm(join(project.folder, ".raptorflow"), { recursive: true });
  }, 60_000);

  test("begins the default assistants with what LANGGRAPH_CONFIG says", async () => {
    const defaults = {
      echo: { configurable: { tone: "dry" }, tags: ["t"], recursion_limit: 7, context: { a: 1 } },
    };
    const service = await start({ LANGGRAPH_CONFIG: JSON.stringify(defaults) }, [
      ...["serve", "--config", config, "--port", "0"],
    ]);
    const [assistant] = await service.client.assistants.search({ graphId: "echo" });
    expect(assistant).toMatchObject({
      config: { configurable: { tone: "dry" }, tags: ["t"], recursion_limit: 7 },
      context: { a: 1 },
    });
    await service.end("SIGTERM");
  }, 60_000);

  test("with custom auth another HOST is allowed, and the key is not asked for", async () => {
    await project.write(
      "langgraph.json",
      JSON.stringify({ graphs: { echo: "./graph.ts:graph" }, auth: { path: "./auth.ts:auth" } }),
    );
    const service = await start({ RAPTORFLOW_API_KEY: "key" }, [
      ...["serve", "--config", config, "--port", "0", "--host", "0.0.0.0"],
    ]);
    const client = new Client({ apiUrl: service.url.replace("0.0.0.0", "127.0.0.1"), apiKey: null });
    expect(await client.runs.wait(null, "echo", { input: { text: "x" } })).toMatchObject({ text: "x" });
    await service.end("SIGTERM");
    await project.write("langgraph.json", JSON.stringify({ graphs: { echo: "./graph.ts:graph" } }));
  }, 60_000);

  test("is mounted below a prefix, where its own graphs find it too", async () => {
    const below = await writeProject(
      {
        graphs: { echo: "./graph.ts:graph", caller: "./caller.ts:graph" },
        http: { mount_prefix: "/agents", app: "./app.js" },
      },
      {
        "graph.ts": ECHO,
        "app.js": OWN_APP,
        "package.json": '{"type": "module"}',
        "caller.ts": `
          import { Annotation, START, StateGraph } from "@langchain/langgraph";
          import { Client } from "@langchain/langgraph-sdk";
          const State = Annotation.Root({ text: Annotation<string> });
          const client = new Client({ apiKey: null });
          export const graph = new StateGraph(State)
            .addNode("call", async () => {
              const values = await client.runs.wait(null, "echo", { input: { text: "below" } });
              return { text: (values as { text: string }).text };
            })
            .addEdge(START, "call")
            .compile();`,
      },
    );
    // Another copy of Hono than ours.
    await below.install("hono", "copy");
    const service = await start({}, [
      ...["serve", "--config", join(below.folder, "langgraph.json"), "--port", "0"],
    ]);
    expect(service.url).toMatch(/\/agents$/);
    const hello = await fetch(`${service.url}/hello/asha`);
    expect({ own: hello.headers.get("x-own"), body: await hello.json() }).toEqual({
      own: "yes",
      body: { hello: "asha", path: "/hello/asha" },
    });
    const lost = await fetch(`${service.url}/nowhere`);
    expect({ status: lost.status, body: await lost.json() }).toEqual({ status: 404, body: { own: true } });
    expect((await fetch(new URL("/hello/asha", service.url))).status).toBe(404);
    expect(await service.client.runs.wait(null, "caller", { input: {} })).toMatchObject({ text: "below" });
    await service.end("SIGTERM");
    await below.discard();
  }, 60_000);
});

describe("what langgraph.json says of store, threads and webhooks", () => {
  test("counts", async () => {
    const keeping = await writeProject(
      {
        graphs: { echo: "./graph.ts:graph" },
        store: { index: { embed: "./embed.ts:embed", dims: 2, fields: ["text"] }, ttl: { default_ttl: 60 } },
        checkpointer: { ttl: { strategy: "delete", default_ttl: 90 } },
        http: { disable_webhooks: true, disable_mcp: true },
      },
      {
        "graph.ts": ECHO,
        // Sweet things lie in one direction, the others in another.
        "embed.ts": `export const embed = async (texts: string[]): Promise<number[][]> =>
          texts.map((text) => (/laddu|barfi|sweet/.test(text) ? [1, 0] : [0, 1]));`,
      },
    );
    const { client, url, end } = await start({}, [
      ...["serve", "--config", join(keeping.folder, "langgraph.json"), "--port", "0"],
    ]);
    await client.store.putItem(["menu"], "one", { text: "laddu" });
    await client.store.putItem(["menu"], "two", { text: "samosa" });
    const { items } = await client.store.searchItems(["menu"], { query: "something sweet", limit: 1 });
    expect(items).toMatchObject([{ key: "one", score: expect.any(Number) }]);
    const { thread_id } = await client.threads.create();
    const thread = await (await fetch(`${url}/threads/${thread_id}?include=ttl`)).json();
    expect(thread).toMatchObject({ ttl: { strategy: "delete", ttl_minutes: 90 } });
    const run = await client.runs.create(thread_id, "echo", {
      input: {},
      webhook: "https://example.com/hook",
    });
    expect((run as unknown as { kwargs: { webhook: string | null } }).kwargs.webhook).toBeNull();
    expect((await fetch(`${url}/mcp`, { method: "POST", body: "{}" })).status).toBe(404);
    await end("SIGTERM");
    await keeping.discard();
  }, 60_000);

  test("and is refused when it cannot be kept", async () => {
    const index = { embed: "cohere:small", dims: 2 };
    const other = await writeProject(
      { graphs: { echo: "./graph.ts:graph" }, store: { index } },
      { "graph.ts": ECHO },
    );
    const { code, err } = await runCommand(
      ["serve", "--config", join(other.folder, "langgraph.json")],
      home.env,
    );
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("store.index.embed") });
    await other.discard();
  });
});

describe.runIf(SERVER_URL !== undefined)("several processes on one Postgres", () => {
  test("one serves, another executes, and hands its runs over when it is told to stop", async () => {
    const { url, drop } = await createServerDatabase(SERVER_URL ?? "");
    const folder = await mkdtemp(join(tmpdir(), "workers-"));
    await cp(dirname(config), folder, { recursive: true });
    const env = { DATABASE_URL: url };
    const args = ["--config", join(folder, "langgraph.json")];
    const server = await start(env, ["serve", "--no-worker", "--port", "0", ...args]);
    const { thread_id } = await server.client.threads.create();
    const run = await server.client.runs.create(thread_id, "echo", { input: { text: "x" } });
    // Nobody takes it.
    expect((await server.client.runs.get(thread_id, run.run_id)).status).toBe("pending");
    const worker = await start(env, ["worker", ...args], /RaptorFlow executes runs/);
    const values = await server.client.runs.join(thread_id, run.run_id);
    expect(values).toMatchObject({ text: "x", done_by: expect.any(Number) });
    expect(await worker.end("SIGTERM")).toBe(0);
    await server.end("SIGTERM");
    await rm(folder, { recursive: true });
    await drop();
  }, 120_000);
});
