import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allowAll } from "../../src/domain/authorization.ts";
import { AppError } from "../../src/domain/errors.ts";
import { toAssistantId } from "../../src/domain/ids.ts";
import { buildUi, type BuiltUi } from "../../src/hosting/ui/build-ui.ts";
import { createUiRoutes } from "../../src/hosting/ui/create-ui-routes.ts";
import { readProject } from "../../src/hosting/read-project.ts";
import { createTestApp } from "../http/support/test-app.ts";
import { type WrittenProject, writeProject } from "./support/written-project.ts";

const COMPONENTS = `
import { useState } from "react";
import "./ui.css";
import { degrees } from "./degrees";
const Weather = ({ city }: { city: string }) => { useState(0); return <b>{city}: {degrees(31)}</b>; };
export default { weather: Weather };`;

let project: WrittenProject;
let built: Map<string, BuiltUi>;

beforeAll(async () => {
  const ui = { "desk-1": "./ui.tsx" };
  project = await writeProject(
    { graphs: { "desk-1": "./graph.ts:graph" }, ui },
    {
      "ui.tsx": COMPONENTS,
      "ui.css": ".weather { color: teal }",
      "degrees.ts": "export const degrees = (value: number): string => value + ' degrees';",
    },
  );
  const read = await readProject(`${project.folder}/langgraph.json`, { environment: {} });
  built = await buildUi(read.ui ?? { entries: {}, shared: [] }, project.folder);
});
afterAll(() => project.discard());

function createApp(mountPrefix = "") {
  const routes = createUiRoutes({
    built,
    mountPrefix,
    async findGraphId({ assistantId }) {
      if (assistantId === "of-desk") return "desk-1";
      throw new AppError("assistant_not_found", "Assistant not found");
    },
  });
  return createTestApp({
    extensions: routes,
    settings: { mountPrefix },
    authenticate: async ({ headers }) => {
      if (headers.get("x-user") === null) throw new AppError("unauthenticated", "Who?");
      return { principal: { tenantId: "t", identity: "a", permissions: [], user: {} }, authorize: allowAll };
    },
  });
}
const asAsha = { "x-user": "asha", host: "localhost:2024" };

describe("the page of a component", () => {
  test("loads styles and script, and draws it where it is asked to", async () => {
    const { send } = createApp();
    const { status, text, headers } = await send("POST", "/ui/desk-1", { name: "weather" }, asAsha);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/html");
    expect(text).toBe(
      [
        '<link rel="stylesheet" href="http://localhost:2024/ui/desk-1/entrypoint.css" />',
        '<script src="http://localhost:2024/ui/desk-1/entrypoint.js" onload="__LGUI_desk_1.render(&#34;weather&#34;, &#34;{{shadowRootId}}&#34;)"></script>',
      ].join("\n"),
    );
  });

  test("is found by the graph, by its assistant, and by another assistant of it", async () => {
    const { send } = createApp();
    for (const named of ["desk-1", toAssistantId("desk-1"), "of-desk"]) {
      expect((await send("POST", `/ui/${named}`, { name: "weather" }, asAsha)).text).toContain("/ui/desk-1/");
    }
    expect((await send("POST", "/ui/other", { name: "weather" }, asAsha)).status).toBe(404);
    expect((await send("POST", "/ui/desk-1", {}, asAsha)).status).toBe(422);
  });

  test("a name cannot break out of it", async () => {
    const name = `"></script><script>alert(1)</script>' onload="x`;
    const { text } = await createApp().send("POST", "/ui/desk-1", { name }, asAsha);
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).not.toContain("alert(1)</script>");
  });

  test("leaves the scheme open where the host is not this machine, and keeps the prefix", async () => {
    const app = createApp("/agents");
    const { text } = await app.send("POST", "/agents/ui/desk-1", { name: "weather" }, asAsha);
    expect(text).toContain('src="http://localhost:2024/agents/ui/desk-1/entrypoint.js"');
    const named = createTestApp({
      extensions: createUiRoutes({ built, mountPrefix: "", findGraphId: async () => "desk-1" }),
      settings: { hosts: ["ui.example.com"] },
    });
    const page = await named.send("POST", "/ui/desk-1", { name: "weather" }, { host: "ui.example.com" });
    expect(page.text).toContain('src="//ui.example.com/ui/desk-1/entrypoint.js"');
  });

  test("asks who calls; its files do not", async () => {
    const { send } = createApp();
    expect((await send("POST", "/ui/desk-1", { name: "weather" })).status).toBe(401);
    const script = await send("GET", "/ui/desk-1/entrypoint.js");
    expect(script).toMatchObject({ status: 200 });
    expect(script.headers.get("content-type")).toContain("text/javascript");
    expect((await send("GET", "/ui/desk-1/entrypoint.css")).text).toContain("teal");
  });

  test.each([
    "/ui/desk-1/other.js",
    "/ui/desk-1/..%2F..%2Flanggraph.json",
    "/ui/desk-1/%2Fetc%2Fpasswd",
    "/ui/none/entrypoint.js",
  ])("%s is not there", async (path) => {
    expect((await createApp().send("GET", path)).status).toBe(404);
  });
});

test("the script hands the component to the page's own React", () => {
  const drawn: { id: string; component: (props: object) => unknown; target: object }[] = [];
  const element = { name: "div" };
  const modules: Record<string, unknown> = {
    react: { useState: () => [0] },
    "react/jsx-runtime": { jsxs: (type: string, props: object) => ({ type, ...props }) },
  };
  const page: Record<string | symbol, unknown> = {
    document: {
      getElementById: () => ({ shadowRoot: { appendChild: () => undefined } }),
      createElement: () => element,
    },
  };
  page[Symbol.for("LGUI_REQUIRE")] = (name: string) => modules[name];
  page[Symbol.for("LGUI_EXT_STORE")] = {
    respond: (id: string, component: (props: object) => unknown, target: object) =>
      drawn.push({ id, component, target }),
  };
  const script = Buffer.from(built.get("desk-1")?.files.get("entrypoint.js") ?? []).toString();
  runInNewContext(`${script}; __LGUI_desk_1.render("weather", "shadow-1");`, page);
  expect(drawn).toMatchObject([{ id: "shadow-1", target: element }]);
  expect(drawn[0]?.component({ city: "Pune" })).toMatchObject({
    type: "b",
    children: ["Pune", ": ", "31 degrees"],
  });
});

test("what does not bundle is told with its key", async () => {
  const broken = await writeProject(
    { graphs: { a: "./graph.ts:graph" }, ui: { a: "./ui.tsx" } },
    { "ui.tsx": "<<" },
  );
  const read = await readProject(`${broken.folder}/langgraph.json`, { environment: {} });
  await expect(buildUi(read.ui ?? { entries: {}, shared: [] }, broken.folder)).rejects.toMatchObject({
    code: "config_invalid",
    detail: expect.stringContaining("ui.a"),
  });
  await broken.discard();
});
