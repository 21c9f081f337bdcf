import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../../src/cli/main.ts";
import { type Reply, type ScriptedService, type Seen, startScriptedService } from "./scripted-service.ts";
import { createScriptedTerminal } from "./scripted-terminal.ts";

let folder: string;
let service: ScriptedService | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "raptorflow-cli-"));
});
afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(folder, { recursive: true });
});

async function run(argv: string[], replies: Record<string, (seen: Seen) => Reply> = {}) {
  service = await startScriptedService(replies);
  const terminal = createScriptedTerminal();
  const exitCode = await runCli([...argv, "--url", service.url], terminal);
  return { exitCode, printed: terminal.printed(), complained: terminal.complained(), seen: service.seen };
}

async function write(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

test("help and version need no service", async () => {
  const terminal = createScriptedTerminal();
  expect(await runCli(["help"], terminal)).toBe(0);
  expect(await runCli(["--version"], terminal)).toBe(0);
  expect(terminal.printed()).toMatch(/raptorflow ask[\s\S]*raptorflow \d+\.\d+\.\d+\n$/);
});

test("wrong usage exits with 2 and says what to write", async () => {
  const terminal = createScriptedTerminal();
  expect(await runCli(["aks"], terminal)).toBe(2);
  expect(terminal.complained()).toBe('raptorflow: there is no command "aks"\nwrite: npx raptorflow help\n');
});

test("foundation get prints JSON", async () => {
  const { printed } = await run(["foundation", "get"], {
    "GET /api/v1/foundation": () => ({ json: { company_name: "Chai Corner" } }),
  });
  expect(JSON.parse(printed)).toEqual({ company_name: "Chai Corner" });
});

test("foundation set sends the file and names what is in it", async () => {
  const file = await write("f.yaml", "company_name: Chai Corner\nindustry: Food\n");
  const { exitCode, printed, seen } = await run(["foundation", "set", file], {
    "PUT /api/v1/foundation": ({ body }) => ({ json: body }),
  });
  expect(exitCode).toBe(0);
  expect(printed).toBe("foundation set: company_name, industry\n");
  expect(seen[0]?.body).toEqual({ company_name: "Chai Corner", industry: "Food" });
});

test("what the service refuses is shown field by field", async () => {
  const file = await write("f.yaml", "gst_number: wrong\n");
  const errors = [{ path: "gst_number", message: "15 characters" }];
  const { exitCode, complained } = await run(["foundation", "set", file], {
    "PUT /api/v1/foundation": () => ({ status: 422, json: { detail: "Not a foundation", errors } }),
  });
  expect(exitCode).toBe(1);
  expect(complained).toBe("raptorflow: Not a foundation\n  gst_number: 15 characters\n");
});

test("what is said once is not said again as a field", async () => {
  const file = await write("t.pdf", "text");
  const detail = "t.pdf is of type .pdf; the types that work are .md and .txt";
  const { complained } = await run(["knowledge", "add", file], {
    "POST /api/v1/knowledge/documents": () => ({
      status: 422,
      json: { detail, errors: [{ path: "filename", message: detail }] },
    }),
  });
  expect(complained).toBe(`raptorflow: ${detail}\n`);
});

test("a document that is too large is named", async () => {
  const file = await write("big.md", "text");
  const { complained } = await run(["knowledge", "add", file], {
    "POST /api/v1/knowledge/documents": () => ({ status: 413, json: { detail: "Body is larger than 4 MB" } }),
  });
  expect(complained).toContain(`${file}: Body is larger than 4 MB\nSplit it`);
});

test.each([
  ["is missing", null],
  ["is binary", Buffer.from([0x89, 0x50, 0, 1])],
  ["is in another encoding than UTF-8", Buffer.from([0x63, 0x61, 0x66, 0xe9])],
  ["is empty", Buffer.from("\n")],
])("a file that %s is refused before anything is sent", async (_name, content) => {
  const file = content === null ? join(folder, "none.md") : await write("notes.md", content);
  const { exitCode, complained, seen } = await run(["knowledge", "add", file]);
  expect([exitCode, seen]).toEqual([2, []]);
  expect(complained).toContain(file);
});

test("skills are listed, and what is wrong with them by file and line", async () => {
  const problem = { severity: "error", line: 26, code: "type_invalid", message: '"strng" is not a type' };
  const note = { ...problem, severity: "note", message: "a tool is not installed", fix: "Nothing to do" };
  const rows = [
    { id: "content.email", path: "/s/email/SKILL.md", status: "ok", problems: [note], inUse: "h" },
    {
      id: "content.tagline",
      path: "/s/tagline/SKILL.md",
      status: "refused",
      problems: [{ ...problem, fix: "Did you mean `string`?" }],
      inUse: "h",
    },
  ];
  const { exitCode, printed } = await run(["skills"], { "GET /api/v1/skills": () => ({ json: rows }) });
  expect(exitCode).toBe(1);
  expect(printed).toBe(
    [
      "ok       content.email",
      "refused  content.tagline (its last good version stays in use)",
      '  /s/tagline/SKILL.md:26: "strng" is not a type. Did you mean `string`?',
      "",
    ].join("\n"),
  );
});

test("knowledge is added file by file and listed page by page", async () => {
  const files = [await write("a.md", "# A"), await write("b.md", "# B")];
  const added = await run(["knowledge", "add", ...files], {
    "POST /api/v1/knowledge/documents": ({ body }) => ({
      json: { document_id: "d1", ...(body as { filename: string }) },
    }),
  });
  expect(added.printed).toBe("added a.md (d1)\nadded b.md (d1)\n");
  await service?.close();
  const page = Array.from({ length: 100 }, (_, at) => ({ document_id: `d${at}`, filename: `${at}.md` }));
  const listed = await run(["knowledge", "list", "--json"], {
    "GET /api/v1/knowledge/documents?limit=100&offset=0": () => ({ json: page }),
    "GET /api/v1/knowledge/documents?limit=100&offset=100": () => ({
      json: [{ document_id: "last", filename: "last.md" }],
    }),
  });
  expect(listed.printed.trimEnd().split("\n")).toHaveLength(101);
});
