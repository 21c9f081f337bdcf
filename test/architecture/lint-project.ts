import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const project = resolve(import.meta.dirname, "../..");

export type Finding = { file: string; rule: string; message: string };

type Diagnostic = { code: string; filename: string; message: string };

/** A copy of this project's gate around the given files, linted once; `text` by path. */
export async function lintProject(files: Record<string, string>): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), "raptorflow-lint-"));
  try {
    await copyGate(folder, files);
    const { diagnostics } = JSON.parse(await runOxlint(folder)) as { diagnostics: Diagnostic[] };
    return diagnostics.map(({ code, filename, message }) => ({ file: filename, rule: code, message }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function copyGate(folder: string, files: Record<string, string>): Promise<void> {
  await cp(join(project, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  await cp(join(project, "tsconfig.json"), join(folder, "tsconfig.json"));
  await cp(join(project, ".ci/lint"), join(folder, ".ci/lint"), { recursive: true });
  await symlink(join(project, "node_modules"), join(folder, "node_modules"), "dir");
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function runOxlint(folder: string): Promise<string> {
  const entry = join(project, "node_modules/oxlint/bin/oxlint");
  try {
    return (await promisify(execFile)(process.execPath, [entry, "--format=json"], { cwd: folder })).stdout;
  } catch (error) {
    // Findings are exit code 1; what it printed is still the report.
    if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return error.stdout;
    throw error;
  }
}
