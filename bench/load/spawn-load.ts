import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LoadAnswer, LoadOptions, LoadQuestion } from "./talk.ts";

export type LoadServer = {
  url: string;
  description: string;
  /** After a collection of garbage, in MB. */
  memory(): Promise<{ rssMb: number; heapMb: number }>;
  stop(): Promise<void>;
};

/** A server of load in a process of its own. */
export async function spawnLoad(options: LoadOptions): Promise<LoadServer> {
  const child = fork(fileURLToPath(new URL("server.ts", import.meta.url)), [JSON.stringify(options)], {
    env: { ...process.env, LANGCHAIN_CALLBACKS_BACKGROUND: "false", LANGSMITH_TRACING: "false" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const hear = async <Kind extends LoadAnswer["answer"]>(
    kind: Kind,
  ): Promise<Extract<LoadAnswer, { answer: Kind }>> => {
    const settled = new AbortController();
    const { signal } = settled;
    try {
      const [answer] = (await Promise.race([
        once(child, "message", { signal }),
        once(child, "exit", { signal }).then(([code]) => {
          throw new Error(`The server ended with ${String(code)}`);
        }),
      ])) as [LoadAnswer];
      if (answer.answer !== kind) throw new Error(`Expected ${kind}, got ${answer.answer}`);
      return answer as Extract<LoadAnswer, { answer: Kind }>;
    } finally {
      settled.abort();
    }
  };
  const ask = (question: LoadQuestion): void => void child.send(question);
  const { url, description } = await hear("ready");
  return {
    url,
    description,
    memory() {
      const answer = hear("memory");
      ask({ ask: "memory" });
      return answer;
    },
    async stop() {
      const gone = once(child, "exit");
      ask({ ask: "stop" });
      await gone;
    },
  };
}
