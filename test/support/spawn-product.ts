import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@langchain/langgraph-sdk";
import { createServerDatabase, SERVER_URL } from "./database.ts";

const BIN = fileURLToPath(new URL("../../bin/raptorflow.mjs", import.meta.url));

export type Output = { code: number | null; out: string; err: string };

/** Where one product lives, over restarts: a data folder or a database of its own, and a folder for skills. */
export type Home = { env: Record<string, string>; folder: string; skills: string; discard(): Promise<void> };

export type Product = {
  url: string;
  client: Client;
  /** What it has printed so far. */
  printed(): string;
  end(signal: NodeJS.Signals): Promise<number | null>;
};

export async function createHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), "raptorflow-home-"));
  const database = SERVER_URL === undefined ? null : await createServerDatabase(SERVER_URL);
  const skills = join(folder, "skills");
  return {
    folder,
    skills,
    env: {
      RAPTORFLOW_DATA: join(folder, "data"),
      RAPTORFLOW_SKILLS: skills,
      ...(database === null ? {} : { DATABASE_URL: database.url }),
    },
    async discard() {
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The service as a user starts it, on a free port. */
export async function startProduct(
  home: Home,
  env: Record<string, string | undefined> = {},
  args: readonly string[] = ["serve"],
  isReady = /ready at (http:\S+?),? /,
): Promise<Product> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, PORT: "0", RAPTORFLOW_LEASE_SECONDS: "2", ...home.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const gone = once(child, "exit");
  let out = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: unknown): void => {
      out += String(chunk);
      const ready = isReady.exec(out);
      if (ready !== null) resolve(ready[1] ?? "");
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`The service ended with ${code}: ${out}`)));
  });
  return {
    url,
    client: new Client({ apiUrl: url, apiKey: null, callerOptions: { maxRetries: 0 } }),
    printed: () => out,
    async end(signal) {
      child.kill(signal);
      const [code]: unknown[] = await gone;
      return typeof code === "number" ? code : null;
    },
  };
}

/** Runs one command of the command line to its end. */
export async function runCommand(
  args: string[],
  env: Record<string, string>,
  input?: string,
): Promise<Output> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, ...env },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => (out += String(chunk)));
  child.stderr?.on("data", (chunk) => (err += String(chunk)));
  child.stdin?.end(input);
  const [code]: unknown[] = await once(child, "close");
  return { code: typeof code === "number" ? code : null, out, err };
}
