import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Client } from "@langchain/langgraph-sdk";

export type SpawnedService = {
  url: string;
  client: Client;
  signal(signal: NodeJS.Signals): void;
  /** Ends it with the signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
};

export type SpawnOptions = {
  redisUrl?: string;
  /** What runs get to reach the end of a step when the process is told to stop. */
  graceMs?: number;
  /** Where the model of the graph `thinker` is asked. */
  modelUrl?: string;
};

/** Starts `service-process.ts` and resolves when it listens. */
export async function spawnService(
  where: string,
  leaseMs = 2_000,
  options: SpawnOptions = {},
): Promise<SpawnedService> {
  const script = fileURLToPath(new URL("service-process.ts", import.meta.url));
  const child = spawn(process.execPath, [script, where, String(leaseMs), JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += String(chunk)));
  const gone = once(child, "exit");
  const url = await new Promise<string>((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += String(chunk);
      const ready = /ready (\S+)\n/.exec(out);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    });
    child.once("exit", (code) => reject(new Error(`The service ended with ${code}: ${errors}`)));
  });
  return {
    url,
    client: new Client({ apiUrl: url, apiKey: null, callerOptions: { maxRetries: 0 } }),
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      child.kill(signal);
      await gone;
    },
  };
}
