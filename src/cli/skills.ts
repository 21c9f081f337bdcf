import { z } from "zod";
import type { Connection } from "./connection.ts";
import type { Terminal } from "./terminal.ts";

const SkillRows = z.array(
  z
    .object({
      id: z.string(),
      path: z.string(),
      status: z.enum(["ok", "warning", "refused"]),
      problems: z.array(
        z.object({ severity: z.string(), line: z.number(), message: z.string(), fix: z.string() }).loose(),
      ),
      inUse: z.string().nullable(),
    })
    .loose(),
);
type SkillRow = z.infer<typeof SkillRows>[number];

type Scene = { connection: Connection; terminal: Terminal; json: boolean };

const STYLES = { ok: "green", warning: "yellow", refused: "red" } as const;

/** What is loaded, and for a file that is not quite right where and what to write instead; 1 when one is refused. */
export async function listSkills({ connection, terminal, json }: Scene): Promise<number> {
  const rows = SkillRows.parse(await connection.request("GET", "/skills"));
  for (const row of rows) {
    terminal.out(json ? `${JSON.stringify(row)}\n` : toLines(row, terminal));
  }
  return rows.some(({ status }) => status === "refused") ? 1 : 0;
}

function toLines({ id, path, status, problems, inUse }: SkillRow, { paint }: Terminal): string {
  const stays = status === "refused" && inUse !== null ? " (its last good version stays in use)" : "";
  // A note wants nothing done.
  const told = problems.filter(({ severity }) => severity !== "note");
  const lines = told.map(({ line, message, fix }) => `  ${path}:${line}: ${message}. ${fix}\n`);
  return `${paint(STYLES[status], status.padEnd(8))} ${id}${stays}\n${lines.join("")}`;
}
