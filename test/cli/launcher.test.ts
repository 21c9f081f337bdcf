import { spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test, vi } from "vitest";
import { readServiceUrl } from "../../src/cli/service-file.ts";

const file = join(resolve(import.meta.dirname, "../.."), "bin/raptorflow.mjs");

function launch(...argv: string[]): Promise<{ exitCode: number | null; out: string; err: string }> {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [file, ...argv], { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.on("error", fail);
    child.on("close", (exitCode) => settle({ exitCode, out, err }));
  });
}

test("the launcher runs the command line and passes its exit code on", async () => {
  expect(await launch("--version")).toEqual({
    exitCode: 0,
    out: expect.stringMatching(/^raptorflow \d/),
    err: "",
  });
  expect(await launch("aks")).toMatchObject({ exitCode: 2, out: "" });
});

// npm has a shell between itself and the service; a signal to npm ends those two.
const SETTINGS =
  "npm_lifecycle_event=start PORT=0 HOST= DATABASE_URL= OPENAI_API_KEY= OPENAI_BASE_URL= LOG_LEVEL=info";
const SCRIPT = `${SETTINGS} RAPTORFLOW_DATA="$1" "$2" "$3" serve & wait`;

test.skipIf(process.platform === "win32")(
  "a service that its npm left behind stops and takes its address away",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "raptorflow-launcher-"));
    const stdio: StdioOptions = ["ignore", "pipe", "inherit"];
    const shell = spawn("sh", ["-c", SCRIPT, "sh", folder, process.execPath, file], { stdio });
    let out = "";
    shell.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
    await vi.waitFor(() => expect(out).toContain("RaptorFlow is ready"), { timeout: 60_000, interval: 100 });
    expect(await readServiceUrl(folder)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const closed = once(shell, "close");
    shell.kill("SIGKILL");
    await closed;
    expect(out).toContain("stopping");
    expect(await readServiceUrl(folder)).toBeNull();
    await rm(folder, { recursive: true });
  },
  90_000,
);

test("the launcher holds only syntax that Node 12 can parse, so that an old Node can say what is wrong", async () => {
  const code = (await readFile(file, "utf8")).replaceAll(/^\s*\/\/.*$/gm, "");
  expect(code).not.toMatch(/\?\.|\?\?|&&=|\|\|=|"node:|^await |^\s*#\w|\d_\d/m);
});
