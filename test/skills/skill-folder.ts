import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createSkillRegistry, type SkillRegistry } from "../../src/skills/skill-registry.ts";
import { TOOLS } from "./skill-source.ts";

export type Logged = { level: "info" | "warn"; message: string; skill: unknown };

export type SkillFolder = {
  root: string;
  logged: Logged[];
  write(place: string, source: string): Promise<void>;
  open(options?: { sources?: string[]; watch?: boolean; onChange?: () => void }): Promise<SkillRegistry>;
  close(): Promise<void>;
};

/** A folder of skills on disk, with every registry that was opened on it. */
export async function createSkillFolder(): Promise<SkillFolder> {
  const root = await mkdtemp(path.join(tmpdir(), "raptorflow-skills-"));
  const opened: SkillRegistry[] = [];
  const logged: Logged[] = [];
  const log = (level: Logged["level"]) => (details: Record<string, unknown>, message: string) => {
    logged.push({ level, message, skill: details["skill"] });
  };
  return {
    root,
    logged,
    async write(place, source) {
      const file = path.join(root, place);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, source);
    },
    async open({ sources = [root], watch = false, onChange } = {}) {
      const registry = await createSkillRegistry({
        sources,
        watch,
        log: { info: log("info"), warn: log("warn") },
        ...TOOLS,
        ...(onChange && { onChange }),
      });
      opened.push(registry);
      return registry;
    },
    async close() {
      await Promise.all(opened.map((registry) => registry.close()));
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A small good skill. */
export function toSkill(name: string, { metadata = "", text = "Do it." } = {}): string {
  return `---\nname: ${name}\ndescription: Does ${name}.\n${metadata === "" ? "" : `metadata:\n  ${metadata}\n`}---\n${text}\n`;
}
