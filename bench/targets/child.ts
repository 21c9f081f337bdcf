import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answer, Question } from "../measure/talk.ts";

export type Child = {
  url: string;
  description: string;
  ask<Kind extends Answer["answer"]>(
    question: Question,
    kind: Kind,
  ): Promise<Extract<Answer, { answer: Kind }>>;
  stop(): Promise<void>;
};

type ChildOptions = {
  /** File in `servers/`. */
  server: string;
  arguments?: string[];
  /** Folder for a CPU profile of the process; null for none. */
  profile: string | null;
};

const STOP_WITHIN_MS = 15_000;

/** Starts a server in a process of its own and waits until it is ready. */
export async function startChild({ server, profile, ...options }: ChildOptions): Promise<Child> {
  const child = fork(
    fileURLToPath(new URL(`../servers/${server}`, import.meta.url)),
    options.arguments ?? [],
    {
      // LangChain reads the first when it is imported: on its background queue, streams of concurrent runs end early.
      env: {
        ...process.env,
        LANGCHAIN_CALLBACKS_BACKGROUND: "false",
        LANGSMITH_TRACING: "false",
        LANGCHAIN_TRACING_V2: "false",
      },
      execArgv: profile === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  const { url, description } = await receive(child, "ready");
  return {
    url,
    description,
    ask(question, kind) {
      const answer = receive(child, kind);
      child.send(question);
      return answer;
    },
    stop: () => stop(child),
  };
}

function receive<Kind extends Answer["answer"]>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<Answer, { answer: Kind }>> {
  return new Promise((resolve, reject) => {
    function settle(): void {
      child.off("message", onMessage);
      child.off("exit", onExit);
    }
    function onMessage(answer: Answer): void {
      settle();
      if (answer.answer === kind) resolve(answer as Extract<Answer, { answer: Kind }>);
      else
        reject(
          new Error(answer.answer === "failed" ? answer.message : `Expected ${kind}, got ${answer.answer}`),
        );
    }
    function onExit(code: number | null): void {
      settle();
      reject(new Error(`The server process ended (${code ?? "by a signal"})`));
    }
    child.on("message", onMessage);
    child.on("exit", onExit);
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const patience = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  child.send({ ask: "stop" } satisfies Question);
  await gone;
  clearTimeout(patience);
}
