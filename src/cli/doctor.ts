import type { Config } from "../config.ts";
import { isAppError } from "../domain/errors.ts";
import { type Prepared, prepare, type StartOptions } from "../runtime/prepare.ts";
import { checkFolder, checkServer } from "./doctor/check-database.ts";
import { checkDisk, checkNode } from "./doctor/check-machine.ts";
import { checkRedis } from "./doctor/check-redis.ts";
import { type Finding, ok, problem, warning } from "./doctor/finding.ts";
import type { Terminal } from "./terminal.ts";

const STYLES = { ok: "green", warning: "yellow", problem: "red" } as const;

/** Looks at everything the service needs, changes nothing, and says what to do; 1 when something is in the way. */
export async function doctor(options: StartOptions, terminal: Terminal): Promise<number> {
  const findings = await examine(options);
  for (const { name, status, text, fix } of findings) {
    terminal.out(`${terminal.paint(STYLES[status], status.padEnd(8))} ${name.padEnd(9)} ${text}\n`);
    if (fix !== undefined) terminal.out(`${" ".repeat(19)}${fix}\n`);
  }
  return findings.some(({ status }) => status === "problem") ? 1 : 0;
}

async function examine(options: StartOptions): Promise<Finding[]> {
  const node = checkNode(process.versions.node);
  let prepared: Prepared;
  try {
    prepared = await prepare(options);
  } catch (error) {
    if (!isAppError(error, "config_invalid")) throw error;
    return [node, problem("settings", error.detail, error.fix ?? "Correct it.")];
  }
  const { config } = prepared;
  const { databaseUrl } = config;
  return [
    node,
    ...checkSettings(prepared),
    ...(await (databaseUrl === null ? checkFolder(config) : checkServer(databaseUrl))),
    ...(databaseUrl === null ? [await checkDisk(config)] : []),
    ...(config.redisUrl === null ? [] : [await checkRedis(config.redisUrl)]),
    ...checkDoor(prepared),
  ];
}

function checkSettings({ project, config, isProduct }: Prepared): Finding[] {
  const graphs = project.graphs.map(({ id }) => id).join(", ");
  const told = project.warnings.map((text) =>
    warning("settings", text, "Remove the key or correct its name."),
  );
  return [
    ok("project", `${project.file}: ${graphs}`),
    ...told,
    ...(isProduct ? [toModelFinding(config)] : []),
  ];
}

function toModelFinding({ models }: Config): Finding {
  return models.openaiApiKey === null && models.openaiBaseUrl === null
    ? warning(
        "model",
        "offline: answers are composed without a language model",
        "Set OPENAI_API_KEY for a real one.",
      )
    : ok("model", models.openaiBaseUrl ?? "OpenAI");
}

function checkDoor({ config, project }: Prepared): Finding[] {
  const isHere = ["127.0.0.1", "::1", "localhost"].includes(config.host);
  if (isHere) return [ok("access", `${config.host}: this machine only`)];
  if (project.auth !== null || config.apiKey !== null) return [ok("access", `${config.host}: with a login`)];
  return [
    problem(
      "access",
      `HOST=${config.host} would open the service to others without a key`,
      "Set RAPTORFLOW_API_KEY or auth in langgraph.json, or unset HOST.",
    ),
  ];
}
