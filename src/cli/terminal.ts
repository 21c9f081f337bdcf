import { createInterface } from "node:readline/promises";
import type { ReadStream, WriteStream } from "node:tty";
import { createPaint, type Paint } from "./paint.ts";
import { createStatusLine } from "./status-line.ts";

/** What a command knows of the world it prints to. */
export type Terminal = {
  out(text: string): void;
  err(text: string): void;
  /** A line that passes: the next text replaces it. Nothing where nobody watches; "" takes it away. */
  status(text: string): void;
  /** A person sits there: questions can be asked. */
  interactive: boolean;
  paint: Paint;
  /** One line; null when the person leaves with Ctrl-C or Ctrl-D. */
  ask(question: string): Promise<string | null>;
  /** Calls back at Ctrl-C until the returned function is called. */
  onInterrupt(callback: () => void): () => void;
};

type ProcessStreams = { stdin: ReadStream; stdout: WriteStream; stderr: WriteStream };

export function createTerminal({ stdin, stdout, stderr }: ProcessStreams): Terminal {
  // A reader that went away (`| head`) is no failure; there is only nobody left to print for.
  stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  // hasColors() knows NO_COLOR and TERM=dumb.
  const hasColours = stdout.isTTY && stdout.hasColors();
  const paint = createPaint(hasColours);
  const status = hasColours ? createStatusLine(stdout, paint) : () => undefined;
  return {
    out(text) {
      if (text === "") return;
      status("");
      stdout.write(text);
    },
    err(text) {
      status("");
      stderr.write(text);
    },
    status,
    interactive: stdin.isTTY && stdout.isTTY,
    paint,
    ask(question) {
      status("");
      return askLine(question, { stdin, stdout });
    },
    onInterrupt(callback) {
      process.on("SIGINT", callback);
      return () => void process.off("SIGINT", callback);
    },
  };
}

async function askLine(
  question: string,
  { stdin, stdout }: Omit<ProcessStreams, "stderr">,
): Promise<string | null> {
  const reader = createInterface({ input: stdin, output: stdout });
  const gone = new AbortController();
  reader.on("SIGINT", () => gone.abort());
  reader.on("close", () => gone.abort());
  try {
    return await reader.question(question, { signal: gone.signal });
  } catch (error) {
    if (gone.signal.aborted) return null;
    throw error;
  } finally {
    reader.close();
  }
}
