import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { parseArguments } from "../../src/cli/parse-arguments.ts";
import { USAGE } from "../../src/cli/usage.ts";
import { Foundation } from "../../src/domain/foundation.ts";
import { loadConfig } from "../../src/config.ts";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");

const Manifest = z.object({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});

let pages: Record<string, string>;
let readme: string;
let manifest: z.infer<typeof Manifest>;

beforeAll(async () => {
  readme = await read("README.md");
  pages = { "README.md": readme, "CONTRIBUTING.md": await read("CONTRIBUTING.md") };
  manifest = Manifest.parse(JSON.parse(await read("package.json")));
});

const findAll = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? "");

describe("what the pages say", () => {
  test("every script of npm exists", () => {
    const named = Object.values(pages).flatMap((page) => findAll(page, /npm run (\w+)/g));
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  test("every link leads to a file", () => {
    const links = Object.values(pages).flatMap((page) => findAll(page, /\]\((?!https?:)([^)]+)\)/g));
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });

  test("every path of the source in CONTRIBUTING is there", () => {
    const paths = findAll(pages["CONTRIBUTING.md"] ?? "", /`((?:src|test|graphs|\.ci)\/[^`<]*[^`</])`/g);
    expect(paths).toContain("src/domain/errors.ts");
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe("what README says", () => {
  test("every command of the command line is understood", () => {
    const commands = findAll(readme, /^npx raptorflow ([^#\n]+?)\s*(?:#.*)?$/gm);
    expect(commands).toHaveLength(5);
    for (const command of commands) {
      const words = findAll(command, /("[^"]*"|\S+)/g).map((word) => word.replaceAll('"', ""));
      expect(() => parseArguments(words)).not.toThrow();
    }
    expect(USAGE).toContain("raptorflow skills");
  });

  test("the foundation is one", () => {
    const [yaml = ""] = findAll(readme, /```yaml\n([\s\S]*?)```/g);
    expect(Object.keys(Foundation.parse(parse(yaml)))).toHaveLength(4);
  });

  test("the variables are those that are read, with their defaults", async () => {
    const source = await read("src/config.ts");
    const known = findAll(source, /^ {2}([A-Z][A-Z_]+): /gm).toSorted();
    const rows = findAll(readme, /^\| (`[A-Z][^|]*) \|/gm);
    const named = rows.flatMap((row) => findAll(row, /`([A-Z_]+)`/g));
    const tiers = ["RAPTORFLOW_MODEL_MINI", "RAPTORFLOW_MODEL_FULL"];
    expect([...named.filter((name) => !name.startsWith("_")), ...tiers].toSorted()).toEqual(known);
    const { host, dataFolder, concurrency, leaseMs, logLevel } = loadConfig({});
    for (const [name, value] of Object.entries({
      HOST: `\`${host}\``,
      RAPTORFLOW_DATA: `\`${dataFolder}\``,
      RAPTORFLOW_CONCURRENCY: String(concurrency),
      RAPTORFLOW_LEASE_SECONDS: String(leaseMs / 1_000),
      LOG_LEVEL: `\`${logLevel}\``,
    })) {
      expect(readme).toContain(`| \`${name}\` | ${value} |`);
    }
  });

  test("the SDK is the version that the project uses", () => {
    expect(readme).toContain(`@langchain/langgraph-sdk@${manifest.dependencies["@langchain/langgraph-sdk"]}`);
  });
});
