import type { FrontEntry } from "./front-matter.ts";
import type { Complaint, ProblemLog } from "./problem-log.ts";
import { toIdPart } from "./skill-id.ts";

const OPEN_KEYS = ["name", "description", "license", "compatibility", "metadata", "allowed-tools"];
const LONGEST_NAME = 64;
const LONGEST_DESCRIPTION = 1_024;

/** The two settings that every skill needs; undefined when one of them is missing. */
export function readIdentity(
  entries: FrontEntry[],
  place: { folder: string; line: number },
  problems: ProblemLog,
): { name: string; description: string } | undefined {
  reportUnknownKeys(entries, problems);
  const name = readText(entries, "name");
  const description = readText(entries, "description");
  if (name.text === "") problems.error(name.line ?? place.line, toMissingName(place.folder));
  else reportName(name.text, name.line ?? place.line, place.folder, problems);
  if (description.text === "") {
    problems.error(description.line ?? place.line, {
      code: "description_missing",
      message: "The skill has no description, so nothing can be routed to it",
      fix: "Add `description: What it does. Use when ...`",
    });
  } else reportDescription(description, description.line ?? place.line, problems);
  return name.text === "" || description.text === ""
    ? undefined
    : { name: name.text, description: description.text };
}

type Text = { text: string; line: number | undefined; comment: string | null };

function readText(entries: FrontEntry[], key: string): Text {
  const entry = entries.find((known) => known.key === key);
  const text = (entry?.value.text ?? entry?.value.list?.join(" ") ?? "").trim();
  return { text, line: entry?.line, comment: entry?.value.comment ?? null };
}

function reportUnknownKeys(entries: FrontEntry[], problems: ProblemLog): void {
  for (const entry of entries.filter((known) => !OPEN_KEYS.includes(known.key))) {
    problems.warning(entry.line, {
      code: "key_unknown",
      message: `The key ${entry.key} is not one of the open skill format and has no effect`,
      fix: `Put it under \`metadata:\` if it is a setting; the keys are ${OPEN_KEYS.join(", ")}`,
    });
  }
}

function toMissingName(folder: string): Complaint {
  return {
    code: "name_missing",
    message: "The skill has no name",
    fix: `Add \`name: ${toIdPart(folder) || "my-skill"}\``,
  };
}

function reportName(name: string, line: number, folder: string, problems: ProblemLog): void {
  const allowed = toIdPart(name);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || name.length > LONGEST_NAME) {
    problems.warning(line, {
      code: "name_invalid",
      message: `"${name}" is not a name that every client accepts`,
      fix: `Use lower-case letters, digits and single hyphens, at most ${LONGEST_NAME}: \`name: ${allowed.slice(0, LONGEST_NAME) || "my-skill"}\``,
    });
  } else if (name !== folder) {
    problems.warning(line, {
      code: "name_differs",
      message: `The name "${name}" differs from the folder "${folder}", which gives the skill its id`,
      fix: `Write \`name: ${toIdPart(folder)}\`, or rename the folder to ${name}`,
    });
  }
}

function reportDescription(description: Text, line: number, problems: ProblemLog): void {
  if (description.text.length > LONGEST_DESCRIPTION) {
    problems.warning(line, {
      code: "description_too_long",
      message: `The description has ${description.text.length} characters; other clients read ${LONGEST_DESCRIPTION}`,
      fix: "Say what it does and when to use it; the rest belongs in the text",
    });
  }
  if (description.comment !== null) {
    problems.warning(line, {
      code: "yaml_comment",
      message: `YAML takes "#${description.comment}" for a comment, so it is not part of the description`,
      fix: `Put the whole description in double quotes`,
    });
  }
}
