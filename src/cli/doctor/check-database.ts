import type { Config } from "../../config.ts";
import type { ServerFacts } from "../../db/server/inspect.ts";
import { type Finding, ok, problem, toReason, warning } from "./finding.ts";

const OLDEST_VERSION = 150_000;

/** A server is asked; it is not changed. */
export async function checkServer(url: string): Promise<Finding[]> {
  const { inspectServer } = await import("../../db/server/inspect.ts");
  const where = new URL(url).host;
  try {
    return toFindings(await inspectServer(url), where);
  } catch (error) {
    return [
      problem(
        "database",
        `nobody answers at ${where}: ${toReason(error)}`,
        "Check DATABASE_URL: host, port, name, user and password; or unset it to use the embedded database.",
      ),
    ];
  }
}

function toFindings(facts: ServerFacts, where: string): Finding[] {
  const { versionNumber, version, vector, hasRole, mayCreateRole, pending, unknown } = facts;
  return [
    versionNumber >= OLDEST_VERSION
      ? ok("database", `Postgres ${version} at ${where}`)
      : problem("database", `Postgres ${version} at ${where} is too old`, "Use Postgres 15 or newer."),
    vector === "missing"
      ? problem(
          "pgvector",
          "it is not installed on the server",
          "Install it, or use the image pgvector/pgvector:pg17.",
        )
      : ok("pgvector", vector),
    hasRole || mayCreateRole
      ? ok("role", hasRole ? "the role of the service exists" : "the role of the service can be created")
      : problem(
          "role",
          "the login may not create the role that the service works as",
          "Run raptorflow migrate once with a login that may (CREATEROLE), then use this one.",
        ),
    unknown.length > 0
      ? problem(
          "schema",
          `a newer RaptorFlow was here (${unknown.join(", ")})`,
          "Run that version or a newer one.",
        )
      : pending.length > 0
        ? warning(
            "schema",
            `${pending.length} migrations are not applied yet`,
            "Run raptorflow migrate, or just start.",
          )
        : ok("schema", "up to date"),
  ];
}

/** A folder may be in use: nothing is opened. */
export async function checkFolder({ dataFolder }: Config): Promise<Finding[]> {
  const { listMigrations } = await import("../../db/migrate.ts");
  const { checkStamp } = await import("../../db/embedded/folder-stamp.ts");
  try {
    await checkStamp(dataFolder, await listMigrations());
    return [ok("database", `embedded, data in ${dataFolder}/`)];
  } catch (error) {
    return [problem("database", toReason(error), "Give this version another folder with RAPTORFLOW_DATA.")];
  }
}
