import { afterEach, describe, expect, test } from "vitest";
import { type WrittenProject, writeProject } from "./support/written-project.ts";

const projects: WrittenProject[] = [];
afterEach(async () => {
  for (const project of projects.splice(0)) await project.discard();
});

/** A graph whose one node answers what the expression is worth. */
function toGraph(expression: string, imports = ""): string {
  return `${imports}
import { Annotation, START, StateGraph } from "@langchain/langgraph";
const State = Annotation.Root({ input: Annotation<unknown>, answer: Annotation<unknown> });
export const graph = new StateGraph(State)
  .addNode("only", async (state) => ({ answer: await (${expression}) }))
  .addEdge(START, "only")
  .compile();
`;
}

async function open(files: Record<string, string>, path = "./graph.ts:graph"): Promise<WrittenProject> {
  const project = await writeProject({ graphs: { it: path } }, files);
  projects.push(project);
  return project;
}

const answer = (value: unknown) => ({ values: { it: { answer: value } } });

describe("what projects write and other tools understand", () => {
  test("a project without node_modules gets LangGraph from the service", async () => {
    const project = await open({ "graph.ts": toGraph("41 + 1") });
    expect(await project.load()).toMatchObject(answer(42));
  });

  test("endings: .js that means .ts, .mjs that means .mts, none at all, and a folder's index", async () => {
    const project = await open({
      "graph.ts": toGraph(
        "[a, b, c, d, data.five].join('')",
        `import { a } from "./a.js"; import { b } from "./deep/b"; import { c } from "./c.mjs"; import { d } from "./folder";
         import data from "./data.json" with { type: "json" };`,
      ),
      "a.ts": "export const a: number = 1;",
      "deep/b.ts": 'import { two } from "../two.js";\nexport const b: number = two;',
      "two.js": "export const two = 2;",
      "c.mts": "export const c = 3;",
      "folder/index.ts": "export const d: number = 4;",
      "data.json": '{"five": 5}',
    });
    expect(await project.load()).toMatchObject(answer("12345"));
  });

  test("types that are imported without saying so", async () => {
    const project = await open({
      "graph.ts": toGraph(
        "make(3) instanceof Thing",
        `import { type Only, Shape, Thing } from "./types";
         import Everything, {
           Circle, // a kind of Shape
           area,
         } from "./types.js";
         import { RunnableConfig } from "@langchain/core/runnables";
         /* Shape and Circle are named here, and "Circle" there. */
         const make = (size: number, config?: RunnableConfig): Thing => new Thing({ size } as Shape & Circle & Only & Everything, area);
        `,
      ),
      "types.ts": `
        export interface Shape { size: number }
        export interface Circle extends Shape {}
        export interface Only {}
        interface Everything {}
        export type { Everything as default };
        export const area = 9;
        export class Thing { constructor(readonly_: Shape, size: number) { this.size = size } size: number }`,
    });
    expect(await project.load()).toMatchObject(answer(true));
  });

  test("enums, parameter properties and namespaces, with the compiler that the project has", async () => {
    const files = {
      "graph.ts": toGraph(
        "new Box(Colour.Red).colour + Names.first",
        'import { Box, Colour, Names } from "./box.js";',
      ),
      "box.ts": `
        export enum Colour { Red = "red" }
        export namespace Names { export const first = "!"; }
        export class Box { constructor(public colour: Colour) {} }`,
    };
    const without = await open(files);
    const refused = await without.load();
    expect(refused).toMatchObject({ code: "config_invalid", fix: expect.stringContaining("typescript") });
    expect(refused.detail).toContain("box.ts");
    for (const compiler of ["typescript", "esbuild"]) {
      const project = await open(files);
      await project.install(compiler, "link");
      expect(await project.load()).toMatchObject(answer("red!"));
    }
  });

  test("JSON without saying that it is, as a whole and by its keys", async () => {
    const project = await open({
      "graph.ts": toGraph(
        "[all.a, a, all['b-c'], required.a].join()",
        `import all, { a } from "./data.json"; import required from "./required.cjs";`,
      ),
      "data.json": '{"a": 1, "b-c": 2, "default": 3}',
      "required.cjs": 'module.exports = require("./data.json");',
    });
    expect(await project.load()).toMatchObject(answer("1,1,2,1"));
  });

  test("decorators need a compiler, a text that looks like one does not", async () => {
    const text = await open({ "graph.ts": toGraph("`\n@asha (hello)\n`.length") });
    expect(await text.load()).toMatchObject(answer(15));
    const decorated = await open({
      "graph.ts": toGraph("new Box().name", 'import { Box } from "./box.js";'),
      "box.ts": `const named = (value: any, context?: any): any => value;
        @named
        export class Box { name = "box"; }`,
      "tsconfig.json": '{"compilerOptions": {"experimentalDecorators": true}}',
    });
    expect(await decorated.load()).toMatchObject({ code: "config_invalid" });
    await decorated.install("typescript", "link");
    expect(await decorated.load()).toMatchObject(answer("box"));
  });

  test("paths of tsconfig.json, inherited and with comments", async () => {
    const project = await open({
      "graph.ts": toGraph("one + two", 'import { one } from "@/one"; import { two } from "exactly-two";'),
      "tsconfig.json": '{ /* a base */ "extends": "./base.json", }',
      "base.json": `{ "compilerOptions": { "paths": {
        "@/*": ["./nowhere/*", "./lib/*"], // the first is not there
        "exactly-two": ["lib/two.ts"],
      } } }`,
      "lib/one.ts": "export const one: number = 1;",
      "lib/two.ts": "export const two: number = 2;",
    });
    expect(await project.load()).toMatchObject(answer(3));
  });

  test("a package that does not say it is a module, with names of CommonJS in it", async () => {
    const project = await open({
      "package.json": "{}",
      "graph.ts": toGraph("[__dirname.length > 1, typeof require('node:fs').readFileSync].join()"),
    });
    expect(await project.load()).toMatchObject(answer("true,function"));
  });

  test("CommonJS", async () => {
    const project = await open(
      {
        "package.json": '{"type": "commonjs"}',
        "graph.cjs": `const { Annotation, Send, START, StateGraph } = require("@langchain/langgraph");
          const State = Annotation.Root({ answer: Annotation() });
          exports.graph = new StateGraph(State)
            .addNode("only", () => ({ answer: "common" }))
            .addConditionalEdges(START, () => [new Send("only", {})], ["only"]);`,
      },
      "./graph.cjs:graph",
    );
    expect(await project.load()).toMatchObject(answer("common"));
  });

  test("a default export, and one that is promised", async () => {
    const source = toGraph("'later'").replace("export const graph =", "const graph =");
    const project = await open(
      { "graph.ts": `${source}\nexport default Promise.resolve(graph);` },
      "./graph.ts",
    );
    expect(await project.load()).toMatchObject(answer("later"));
  });
});

describe("one copy of LangGraph", () => {
  const SPEAKS = toGraph(
    "[new AIMessage('x') instanceof Base, isOurs]",
    `import { AIMessage, BaseMessage as Base } from "@langchain/core/messages";
     const isOurs = import.meta.resolve("@langchain/langgraph").includes("/hosted-") ? "theirs" : "ours";`,
  );

  test("takes the place of a project's own, which is said", async () => {
    const project = await open({ "graph.ts": SPEAKS });
    for (const name of ["core", "langgraph"]) {
      await project.install(`@langchain/${name}`, "copy");
      await project.write(
        `node_modules/@langchain/${name}/package.json`,
        JSON.stringify({ name: `@langchain/${name}`, version: "1.99.0", main: "gone.js" }),
      );
    }
    const loaded = await project.load();
    expect(loaded).toMatchObject(answer([true, "ours"]));
    expect(loaded.lines.filter((line) => line.includes("1.99.0") && line.includes('"warn"'))).toHaveLength(2);
  });

  test("a project written for an earlier major version is tried, one for a later is told so", async () => {
    const project = await open({ "graph.ts": SPEAKS });
    await project.write("node_modules/@langchain/langgraph/package.json", '{"version": "0.4.9"}');
    const loaded = await project.load();
    expect(loaded).toMatchObject(answer([true, "ours"]));
    expect(loaded.lines.filter((line) => line.includes("0.4.9") && line.includes('"warn"'))).toHaveLength(1);
    await project.write("node_modules/@langchain/langgraph/package.json", '{"version": "2.0.1"}');
    const refused = await project.load();
    expect(refused).toMatchObject({
      code: "config_invalid",
      fix: expect.stringContaining("@langchain/langgraph@^1"),
    });
    expect(refused.detail).toContain("2.0.1");
  });

  test("other packages of the project find it too", async () => {
    const project = await open({
      "graph.ts": toGraph(
        "isMessage(new HumanMessage('x'))",
        `import { isMessage } from "asker";
        import { HumanMessage } from "@langchain/core/messages";`,
      ),
      "node_modules/asker/package.json": '{"name": "asker", "type": "module", "main": "index.js"}',
      "node_modules/asker/index.js": `import { BaseMessage } from "@langchain/core/messages";
        export const isMessage = (value) => value instanceof BaseMessage;`,
    });
    await project.install("@langchain/core", "copy");
    expect(await project.load()).toMatchObject(answer(true));
  });
});

describe("what does not load is explained", () => {
  const graph = toGraph("1");

  test.each([
    ["no such file", {}, "./graph.ts:graph", /there is no file/],
    ["no such export", { "graph.ts": graph }, "./graph.ts:agent", /no export "agent"/],
    ["no graph", { "graph.ts": "export const graph = { nodes: [] };" }, "./graph.ts:graph", /not a graph/],
    [
      "an error at its start",
      { "graph.ts": "throw new Error('no key');" },
      "./graph.ts:graph",
      /no key.*graph\.ts:1/,
    ],
    ["no such package", { "graph.ts": 'import "left-pad";' }, "./graph.ts:graph", /left-pad/],
    ["a syntax error", { "graph.ts": "export const graph = = 1;" }, "./graph.ts:graph", /graph\.ts/],
    [
      "a missing export",
      { "graph.ts": 'import { Nope } from "./b.ts"; console.log(Nope);', "b.ts": "export {};" },
      "./graph.ts:graph",
      /Nope/,
    ],
  ])("%s", async (_, files: Record<string, string>, path, wanted) => {
    const project = await open(files, path);
    const refused = await project.load();
    expect(refused.code).toBe("config_invalid");
    expect(refused.detail).toMatch(wanted);
    expect(refused.detail).toContain("graphs.it");
    expect(refused.fix).toBeTruthy();
  });
});
