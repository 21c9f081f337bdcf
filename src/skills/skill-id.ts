/** `Daily_Wins` and `daily-wins` are one name; what a reference cannot hold becomes a hyphen. */
export function toIdPart(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

/** The id of a skill from its folder's names below the source root, outermost first. */
export function toSkillId(folders: string[]): string {
  return folders
    .map((folder) => toIdPart(folder))
    .filter((part) => part !== "")
    .join(".");
}

/** How references are compared: without regard to case, and with `_` as `-`. */
export function toReference(text: string): string {
  return text.trim().normalize("NFC").toLowerCase().replaceAll("_", "-");
}

/** A tool's name as the registry knows it, without what other clients put in brackets: `Bash(git:*)` is `bash`. */
export function toToolName(text: string): string {
  return toReference(text.replace(/\(.*\)$/s, ""));
}
