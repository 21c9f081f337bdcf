import { readFile } from "node:fs/promises";
import { loadConfig } from "../config.ts";
import { archive } from "./archive.ts";
import { ask } from "./ask/ask.ts";
import { connect } from "./connection.ts";
import { doctor } from "./doctor.ts";
import { toFailure } from "./failure.ts";
import { getFoundation, setFoundation } from "./foundation.ts";
import { addKnowledge, listKnowledge } from "./knowledge.ts";
import { migrate } from "./migrate.ts";
import type { ArchiveCommand } from "./parse-archive.ts";
import { type Command, parseArguments } from "./parse-arguments.ts";
import type { StartCommand } from "./parse-start.ts";
import { serve, work } from "./serve.ts";
import { listSkills } from "./skills.ts";
import { createTerminal, type Terminal } from "./terminal.ts";
import { USAGE } from "./usage.ts";

/** Runs one command and resolves to the exit code; `serve` resolves when the service has stopped. */
export async function runCli(argv: readonly string[], terminal = createTerminal(process)): Promise<number> {
  try {
    return await runCommand(parseArguments(argv), terminal);
  } catch (error) {
    const { lines, exitCode } = toFailure(error);
    terminal.err(`${lines.map((line, at) => (at === 0 ? `raptorflow: ${line}` : line)).join("\n")}\n`);
    return exitCode;
  }
}

async function runCommand(command: Command, terminal: Terminal): Promise<number> {
  switch (command.name) {
    case "help":
      terminal.out(USAGE);
      return 0;
    case "version":
      terminal.out(`raptorflow ${await readVersion()}\n`);
      return 0;
    case "serve":
      return serve(command);
    case "worker":
      return work(command);
    case "migrate":
      return migrate(command, terminal);
    case "doctor":
      return doctor(command, terminal);
    case "export":
    case "import":
      return archive(command, terminal);
    case "ask":
    case "foundation get":
    case "foundation set":
    case "knowledge add":
    case "knowledge list":
    case "skills":
      return runAgainstService(command, terminal);
  }
}

type ServiceCommand = Exclude<Command, StartCommand | ArchiveCommand | { name: "help" | "version" }>;

async function runAgainstService(command: ServiceCommand, terminal: Terminal): Promise<number> {
  const connection = await connect(loadConfig(), command.url);
  switch (command.name) {
    case "ask":
      return ask({ connection, terminal, command });
    case "foundation get":
      return getFoundation({ connection, terminal });
    case "foundation set":
      return setFoundation({ connection, terminal, file: command.file });
    case "knowledge add":
      return addKnowledge({ connection, terminal, files: command.files, json: command.json });
    case "knowledge list":
      return listKnowledge({ connection, terminal, json: command.json });
    case "skills":
      return listSkills({ connection, terminal, json: command.json });
  }
}

async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "?";
}
