// The gate: every step runs, the failing ones are named at the end. `node .ci/verify.mjs lint types` runs some.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const project = join(dirname(fileURLToPath(import.meta.url)), "..");
const bin = join(project, "node_modules", ".bin");
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`, NO_COLOR: "1" };

const steps = {
  lint: () => run("oxlint"),
  format: () => run("oxfmt", "--check"),
  types: () => run("tsc", "--noEmit"),
  unused: checkUnused,
  migrations: checkMigrations,
};

/** Resolves to { ok, text }; a tool that cannot be started is a failure like any other. */
function run(command, ...args) {
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd: project,
      env,
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (text += chunk));
    child.on("error", (error) => settle({ ok: false, text: `${command}: ${error.message}` }));
    child.on("close", (code) => settle({ ok: code === 0, text }));
  });
}

/** Nothing is left over; and nothing of the source is used by its tests alone, as an unregistered tool would be. */
async function checkUnused() {
  const all = await run("knip", "--no-progress", "--no-config-hints");
  if (!all.ok) return all;
  return run("knip", "--no-progress", "--no-config-hints", "--production", "--include=files");
}

/** The migrations are consistent, and the schema says nothing that no migration says yet. */
async function checkMigrations() {
  const check = await run("drizzle-kit", "check");
  if (!check.ok) return check;
  const copy = join(project, "node_modules", ".cache", "verify-drizzle");
  const config = join(project, "node_modules", ".cache", "verify-drizzle.config.ts");
  await rm(copy, { recursive: true, force: true });
  await cp(join(project, "drizzle"), copy, { recursive: true });
  const out = relative(project, copy).replaceAll("\\", "/");
  await writeFile(
    config,
    `import base from "../../drizzle.config.ts";\nexport default { ...base, out: "${out}" };\n`,
  );
  const before = await readdir(copy);
  const generate = await run(
    "drizzle-kit",
    "generate",
    "--name=verify",
    `--config=${relative(project, config)}`,
  );
  const added = (await readdir(copy)).filter((name) => !before.includes(name));
  if (!generate.ok || added.length === 0) return generate;
  return {
    ok: false,
    text: `the schema has changes without a migration: run drizzle-kit generate\n${generate.text}`,
  };
}

async function runStep(name) {
  const start = Date.now();
  const { ok, text } = await steps[name]();
  console.log(`${ok ? "ok    " : "FAILED"} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(`${text.trim()}\n`);
  return ok;
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in steps));
if (unknown.length > 0 || !existsSync(bin)) {
  console.error(
    unknown.length > 0
      ? `no step ${unknown.join(", ")}; steps: ${Object.keys(steps).join(", ")}`
      : "run npm ci first",
  );
  process.exit(2);
}

const waiting = chosen.length > 0 ? chosen : Object.keys(steps);
const failed = [];
async function work() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (!(await runStep(name))) failed.push(name);
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
if (failed.length > 0) {
  console.log(`verify: ${failed.join(", ")} failed`);
  process.exit(1);
}
console.log("verify: everything holds");
