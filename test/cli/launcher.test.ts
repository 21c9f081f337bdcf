import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

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

test("the launcher holds only syntax that Node 12 can parse, so that an old Node can say what is wrong", async () => {
  const code = (await readFile(file, "utf8")).replaceAll(/^\s*\/\/.*$/gm, "");
  expect(code).not.toMatch(/\?\.|\?\?|&&=|\|\|=|"node:|^await |^\s*#\w|\d_\d/m);
});
