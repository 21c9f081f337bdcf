import type { Spent } from "../measure/drive.ts";
import type { Answer, Question } from "../measure/talk.ts";

type Server = {
  url: string;
  description: string;
  /** SQL statements since the start; absent without a database. */
  statements?(): number;
  measure?(question: Extract<Question, { ask: "measure" }>): Promise<Extract<Answer, { answer: "measured" }>>;
  close(): Promise<void>;
};

/** Tells the bench that this process is ready and answers its questions; the process ends with the bench. */
export function answerBench(server: Server): void {
  const send = (answer: Answer): void => void process.send?.(answer);
  process.on("disconnect", () => process.exit(0));
  process.on("SIGINT", () => {});
  process.on("message", (question: Question) => {
    answerTo(server, question).then(
      (answer) => answer !== null && send(answer),
      (error: unknown) =>
        send({ answer: "failed", message: error instanceof Error ? (error.stack ?? "") : String(error) }),
    );
  });
  send({ answer: "ready", url: server.url, description: server.description });
}

async function answerTo(server: Server, question: Question): Promise<Answer | null> {
  switch (question.ask) {
    case "spent":
      return { answer: "spent", spent: toSpent(server.statements?.() ?? null) };
    case "measure":
      if (server.measure === undefined) throw new Error("This server is measured from outside");
      return server.measure(question);
    case "stop":
      await server.close();
      process.exit(0);
  }
}

export function toSpent(statements: number | null): Spent {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, statements };
}
