import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { validate } from "dockerfile-utils";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = new URL("../../", import.meta.url);
const read = (name: string): Promise<string> => readFile(new URL(name, root), "utf8");

const Service = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({}).loose().optional(),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.unknown()),
});

/** The instructions in order, continued lines joined. */
function toInstructions(dockerfile: string): string[] {
  return dockerfile
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

describe("the Dockerfile", () => {
  it("is well formed, and the check bites", async () => {
    expect(validate(await read("Dockerfile"))).toEqual([]);
    expect(validate("FROM node\nRUNN npm ci\n")).not.toEqual([]);
  });

  it("has several stages, copies only what there is, leaves root behind and says how healthy it is", async () => {
    const instructions = toInstructions(await read("Dockerfile"));
    expect(instructions.filter((line) => line.startsWith("FROM ")).length).toBeGreaterThan(1);
    const copied = instructions
      .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    for (const source of copied) expect(existsSync(new URL(source, root)), source).toBe(true);
    const user = instructions.findLastIndex((line) => line.startsWith("USER "));
    expect(instructions[user]).toBe("USER node");
    expect(instructions.findLastIndex((line) => /^(RUN|COPY) /.test(line))).toBeLessThan(user);
    expect(instructions.some((line) => line.startsWith("HEALTHCHECK "))).toBe(true);
  });

  it("holds everything that the service reads at run time", async () => {
    const copied = await read("Dockerfile");
    const ignored = (await read(".dockerignore")).split("\n");
    for (const folder of ["bin", "src", "graphs", "skills", "drizzle"]) {
      expect(copied).toContain(`COPY ${folder} ${folder}`);
      expect(ignored).not.toContain(folder);
    }
  });
});

describe("the compose file", () => {
  it("runs the service on Postgres with pgvector and on Redis, waits for both, and opens no port to the world", async () => {
    const { services, volumes } = Compose.parse(parse(await read("compose.yaml"), { merge: true }));
    expect(services["postgres"]?.image).toBe("pgvector/pgvector:pg17");
    expect(services["redis"]?.image).toMatch(/^redis:/);
    for (const name of ["raptorflow", "worker"]) {
      const service = services[name];
      expect(Object.keys(service?.depends_on ?? {})).toEqual(["postgres", "redis"]);
      expect(service?.build).toBe(".");
    }
    expect(Object.keys(volumes)).toEqual(["postgres"]);
    for (const { ports } of Object.values(services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it("sets only variables that the service knows", async () => {
    const { services } = Compose.parse(parse(await read("compose.yaml"), { merge: true }));
    const config = await read("src/config.ts");
    const names = Object.keys({ ...services["raptorflow"]?.environment, ...services["worker"]?.environment });
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(config, name).toMatch(new RegExp(`^  ${name}: `, "m"));
  });
});
