import { parseArgs } from "node:util";
import type { StartOptions } from "../runtime/prepare.ts";
import { UsageError } from "./usage.ts";

export type StartCommand =
  | ({ name: "serve"; takesRuns: boolean } & StartOptions)
  | ({ name: "worker" | "migrate" | "doctor" } & StartOptions);

const OPTIONS = {
  config: { type: "string" },
  port: { type: "string" },
  host: { type: "string" },
  dev: { type: "boolean" },
  "no-worker": { type: "boolean" },
} as const;

const ALLOWED: Record<StartCommand["name"], readonly string[]> = {
  serve: ["config", "port", "host", "dev", "no-worker"],
  worker: ["config"],
  migrate: ["config"],
  doctor: ["config"],
};

const EXAMPLES: Record<StartCommand["name"], string> = {
  serve: "npx raptorflow serve --config path/to/langgraph.json --port 2024",
  worker: "npx raptorflow worker --config path/to/langgraph.json",
  migrate: "npx raptorflow migrate",
  doctor: "npx raptorflow doctor",
};

/** The commands that run the service or look after it. Throws `UsageError`. */
export function parseStart(name: StartCommand["name"], argv: string[]): StartCommand {
  const { values, positionals } = read(name, argv);
  const refuse = (message: string): never => {
    throw new UsageError(message, EXAMPLES[name]);
  };
  const [word] = positionals;
  if (word !== undefined) {
    const hint = word.endsWith(".json") ? `; write --config ${word}` : "";
    refuse(`${name} takes no words, and "${word}" is one${hint}`);
  }
  const wrong = Object.keys(values).find((option) => !ALLOWED[name].includes(option));
  if (wrong !== undefined) refuse(`${name} has no option --${wrong}`);
  for (const option of ["config", "host"] as const) {
    if (values[option]?.trim() === "") refuse(`--${option} needs a value`);
  }
  const start = {
    configFile: values.config ?? null,
    port: toPort(values.port, refuse),
    host: values.host ?? null,
    development: values.dev ?? false,
  };
  return name === "serve" ? { name, takesRuns: values["no-worker"] !== true, ...start } : { name, ...start };
}

function read(name: string, argv: string[]) {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new UsageError(`${name}: ${message}`, "npx raptorflow help");
  }
}

function toPort(text: string | undefined, refuse: (message: string) => never): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  return refuse(`--port is no port: ${text}`);
}
