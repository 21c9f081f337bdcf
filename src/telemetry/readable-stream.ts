import { z } from "zod";

const Line = z.object({ level: z.string(), time: z.string(), msg: z.string().optional() }).loose();
const Problem = z.object({ line: z.number().optional(), message: z.string(), fix: z.string().optional() });
const Problems = z.array(Problem).catch([]);
const COLOURS: Record<string, string> = {
  debug: "\u001b[2m",
  info: "",
  warn: "\u001b[33m",
  error: "\u001b[31m",
};

/** Turns the log's JSON lines into lines for a terminal: time, message, fields. */
export function createReadableStream(terminal: NodeJS.WritableStream): { write(line: string): void } {
  return {
    write(line) {
      const { level, time, msg = "", ...fields } = Line.parse(JSON.parse(line));
      const { problems, ...others } = fields;
      const shown = Object.entries(others).map(([key, value]) => `${key}=${toShort(value)}`);
      const details = shown.length === 0 ? "" : ` \u001b[2m${shown.join(" ")}\u001b[0m`;
      const colour = COLOURS[level] ?? "";
      terminal.write(`\u001b[2m${time.slice(11, 19)}\u001b[0m ${colour}${msg}\u001b[0m${details}\n`);
      for (const problem of Problems.parse(problems)) terminal.write(`         ${toProblemLine(problem)}\n`);
    },
  };
}

function toProblemLine({ line, message, fix }: z.infer<typeof Problem>): string {
  return [line === undefined ? "" : `line ${line}: `, message, fix === undefined ? "" : ` ${fix}`].join("");
}

function toShort(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && "message" in value) return String(value.message);
  return JSON.stringify(value);
}
