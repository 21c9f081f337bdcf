import { parseArgs } from "node:util";
import { isUuid } from "../domain/ids.ts";
import { type ArchiveCommand, parseArchive } from "./parse-archive.ts";
import { parseStart, type StartCommand } from "./parse-start.ts";
import { UsageError } from "./usage.ts";

/** What all commands that talk to a service share; `url` null is the configured one. */
export type ServiceOptions = { url: string | null; json: boolean };

export type Command =
  | { name: "help" }
  | { name: "version" }
  | StartCommand
  | ArchiveCommand
  | ({ name: "ask"; prompt: string; threadId: string | null } & ServiceOptions)
  | ({ name: "foundation get" } & ServiceOptions)
  | ({ name: "foundation set"; file: string } & ServiceOptions)
  | ({ name: "knowledge add"; files: string[] } & ServiceOptions)
  | ({ name: "knowledge list" } & ServiceOptions)
  | ({ name: "skills" } & ServiceOptions);

const ALLOWED = {
  ask: ["url", "json", "thread"],
  foundation: ["url", "json"],
  knowledge: ["url", "json"],
  skills: ["url", "json"],
} as const;

/** Throws `UsageError`. */
export function parseArguments(argv: readonly string[]): Command {
  const [first = "help", ...rest] = argv;
  if (["help", "--help", "-h"].includes(first) || rest.includes("--help") || rest.includes("-h")) {
    return { name: "help" };
  }
  switch (first) {
    case "version":
    case "--version":
    case "-v":
      return { name: "version" };
    case "serve":
    case "worker":
    case "migrate":
    case "doctor":
      return parseStart(first, rest);
    case "export":
    case "import":
      return parseArchive(first, rest);
    case "ask":
      return parseAsk(rest);
    case "foundation":
      return parseFoundation(rest);
    case "knowledge":
      return parseKnowledge(rest);
    case "skills":
      return parseSkills(rest);
    default:
      throw new UsageError(`there is no command "${first}"`, "npx raptorflow help");
  }
}

function parseAsk(argv: string[]): Command {
  const { words, options, threadId } = parseOptions("ask", argv);
  const [prompt, ...more] = words;
  if (prompt === undefined || prompt.trim() === "") {
    throw new UsageError("ask needs the prompt", 'npx raptorflow ask "Compare us with our competitors"');
  }
  if (more.length > 0) {
    throw new UsageError("ask takes one prompt: put it in quotes", `npx raptorflow ask "${words.join(" ")}"`);
  }
  if (threadId !== null && !isUuid(threadId)) {
    throw new UsageError(
      `--thread is no thread id: ${threadId}`,
      'npx raptorflow ask "PROMPT" --thread <UUID that ask printed>',
    );
  }
  return { name: "ask", prompt, threadId, ...options };
}

function parseFoundation(argv: string[]): Command {
  const { words, options } = parseOptions("foundation", argv);
  const [verb, file, ...more] = words;
  if (verb === "get" && file === undefined) return { name: "foundation get", ...options };
  if (verb === "set" && file !== undefined && more.length === 0)
    return { name: "foundation set", file, ...options };
  throw new UsageError(
    "foundation is read, or set from one file",
    "npx raptorflow foundation get | set foundation.yaml",
  );
}

function parseKnowledge(argv: string[]): Command {
  const { words, options } = parseOptions("knowledge", argv);
  const [verb, ...files] = words;
  if (verb === "list" && files.length === 0) return { name: "knowledge list", ...options };
  if (verb === "add" && files.length > 0) return { name: "knowledge add", files, ...options };
  throw new UsageError(
    "knowledge is listed, or added from files",
    "npx raptorflow knowledge list | add notes.md prices.txt",
  );
}

function parseSkills(argv: string[]): Command {
  const { words, options } = parseOptions("skills", argv);
  if (words.length === 0) return { name: "skills", ...options };
  throw new UsageError("skills takes no words", "npx raptorflow skills");
}

function parseOptions(command: keyof typeof ALLOWED, argv: string[]) {
  const { values, positionals } = readOptions(command, argv);
  const wrong = Object.keys(values).find((name) => !ALLOWED[command].some((allowed) => allowed === name));
  if (wrong !== undefined) throw new UsageError(`${command} has no option --${wrong}`, "npx raptorflow help");
  if (values.url !== undefined && !isWebAddress(values.url)) {
    throw new UsageError(`--url is no web address: ${values.url}`, "--url http://127.0.0.1:2024");
  }
  const options: ServiceOptions = { url: values.url ?? null, json: values.json ?? false };
  return { words: positionals, options, threadId: values.thread ?? null };
}

function readOptions(command: string, argv: string[]) {
  try {
    const options = {
      url: { type: "string" },
      json: { type: "boolean" },
      thread: { type: "string" },
    } as const;
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new UsageError(`${command}: ${message}`, "npx raptorflow help");
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
