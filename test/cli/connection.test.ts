import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect, NoServiceError } from "../../src/cli/connection.ts";
import { readServiceUrl, removeServiceUrl, writeServiceUrl } from "../../src/cli/service-file.ts";
import { type ScriptedService, startScriptedService } from "./scripted-service.ts";

let dataFolder: string;
let service: ScriptedService;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "raptorflow-cli-"));
  service = await startScriptedService({});
});
afterEach(async () => {
  await service.close();
  await rm(dataFolder, { recursive: true });
});

const config = (url: string | null = null) => ({ url, apiKey: null, dataFolder });

test("a service is found by the address that it left in the data folder", async () => {
  await writeServiceUrl(dataFolder, service.url);
  expect((await connect(config(), null)).url).toBe(service.url);
  expect(await readdir(dataFolder)).toEqual(["service.json"]);
});

test("a named address goes before the one in the data folder", async () => {
  await writeServiceUrl(dataFolder, "http://127.0.0.1:9");
  expect((await connect(config(service.url), null)).url).toBe(service.url);
  expect((await connect(config("http://127.0.0.1:9"), `${service.url}/`)).url).toBe(service.url);
});

test("a named address where nobody answers is said, whatever lies in the folder", async () => {
  await writeServiceUrl(dataFolder, service.url);
  await expect(connect(config(), "http://127.0.0.1:9")).rejects.toThrow(NoServiceError);
});

test("the address goes with the service that left it, and only with that one", async () => {
  await writeServiceUrl(dataFolder, service.url);
  await removeServiceUrl(dataFolder);
  expect(await readServiceUrl(dataFolder)).toBeNull();
  await writeFile(
    join(dataFolder, "service.json"),
    JSON.stringify({ url: service.url, pid: process.pid + 1 }),
  );
  await removeServiceUrl(dataFolder);
  expect(await readServiceUrl(dataFolder)).toBe(service.url);
});

test.each(["", "{", "[]", '{"url":"file:///etc","pid":1}'])("a file that says %j is none", async (text) => {
  await writeFile(join(dataFolder, "service.json"), text);
  expect(await readServiceUrl(dataFolder)).toBeNull();
});

test("a folder that cannot be written is no failure", async () => {
  await writeFile(join(dataFolder, "file"), "");
  await writeServiceUrl(join(dataFolder, "file"), service.url);
  await removeServiceUrl(join(dataFolder, "file"));
});
