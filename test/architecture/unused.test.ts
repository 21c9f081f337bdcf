import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const project = resolve(import.meta.dirname, "../..");

const files = {
  "package.json": JSON.stringify({ name: "copy", version: "1.0.0", type: "module" }),
  "src/main.ts": 'import { runtime } from "./runtime.ts";\nexport const main = () => runtime;\n',
  "src/tools/registry.ts": 'import { search } from "./search.ts";\nexport const tools = { search };\n',
  "src/tools/search.ts": "export const search = 1;\n",
  "src/tools/forgotten.ts": "export const forgotten = 1;\n",
  "src/db/client.ts": 'export const open = () => new Worker(new URL("./worker.ts", import.meta.url));\n',
  "src/db/worker.ts": "export {};\n",
  "src/runtime.ts":
    'import { open } from "./db/client.ts";\nimport { tools } from "./tools/registry.ts";\nexport const runtime = { open, tools };\n',
  "test/tools/forgotten.test.ts":
    'import { forgotten } from "../../src/tools/forgotten.ts";\nconsole.log(forgotten);\n',
};

test("a tool that only its test knows is found; a worker thread's file is not", async () => {
  const folder = await mkdtemp(join(tmpdir(), "raptorflow-unused-"));
  try {
    await cp(join(project, "knip.json"), join(folder, "knip.json"));
    await symlink(join(project, "node_modules"), join(folder, "node_modules"), "dir");
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await writeFile(
      join(folder, "src/main.ts"),
      `${files["src/main.ts"]}export { runtime } from "./runtime.ts";\n`,
    );
    const knip = join(project, "node_modules/knip/bin/knip.js");
    const argv = [knip, "--production", "--include=files", "--reporter=json", "--no-exit-code"];
    const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder });
    const report = JSON.parse(stdout) as { issues: { file: string }[] };
    expect(report.issues.map((issue) => issue.file)).toEqual(["src/tools/forgotten.ts"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
