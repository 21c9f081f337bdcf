import type { FrontEntry } from "./front-matter.ts";
import type { ProblemLog } from "./problem-log.ts";
import { toToolName } from "./skill-id.ts";

/** What the compiler asks about tools; the answers come from the tool registry. */
export type ToolNames = { isToolInstalled(name: string): boolean; isToolPublished(name: string): boolean };

/** Names of tools in the order of the file. The skill works without those that are missing, and that is said. */
export function readAllowedTools(
  entry: FrontEntry | undefined,
  tools: ToolNames,
  problems: ProblemLog,
): string[] {
  if (entry === undefined) return [];
  const written = entry.value.list ?? splitOutsideBrackets(entry.value.text ?? "");
  const names = [...new Set(written.map((text) => toToolName(text)).filter((name) => name !== ""))];
  for (const name of names.filter((tool) => !tools.isToolInstalled(tool))) {
    if (tools.isToolPublished(name)) {
      problems.note(entry.line, {
        code: "tool_not_installed",
        message: `The tool ${name} is not installed; the skill works without it and says so`,
        fix: "Nothing to do; the tool is used as soon as it is installed",
      });
    } else {
      problems.warning(entry.line, {
        code: "tool_unknown",
        message: `There is no tool "${name}"; the skill works without it`,
        fix: "Remove it from allowed-tools, or correct its name",
      });
    }
  }
  return names;
}

/** `Bash(git:*) Read` names two tools, with or without a comma between them. */
function splitOutsideBrackets(text: string): string[] {
  return text.match(/[^\s,(]+(?:\([^()]*\))?/g) ?? [];
}
