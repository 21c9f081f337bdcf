import { Foundation } from "../domain/foundation.ts";
import { MODEL_TIERS, type SkillSettings } from "../domain/skill.ts";
import type { FrontEntry } from "./front-matter.ts";
import { nearestWord } from "./nearest-word.ts";
import type { ProblemLog } from "./problem-log.ts";
import { toIdPart, toReference } from "./skill-id.ts";
import {
  readDollars,
  readNumber,
  readOneOf,
  readOrNull,
  readPattern,
  readSwitch,
  readWords,
  type SettingReader,
} from "./setting-reader.ts";

export const DEFAULT_SETTINGS: Readonly<SkillSettings> = {
  version: "1.0.0",
  lord: null,
  tier: "mini",
  capabilities: [],
  tags: [],
  aliases: [],
  foundation: [],
  skills: [],
  approval: null,
  temperature: 0.7,
  maxOutputTokens: 4_096,
  reasoning: null,
  maxCostMicrousd: 100_000,
  maxTokens: 50_000,
  timeoutSeconds: 60,
  maxToolCalls: 10,
  retries: 2,
  minQuality: 70,
  outputFormat: "structured_json",
  cache: false,
};

type Rows = { [Key in keyof SkillSettings]: { key: string; reader: SettingReader<SkillSettings[Key]> } };

const ROWS: Rows = {
  version: {
    key: "version",
    reader: readPattern(/^\d+(\.\d+){0,2}([-+][\w.-]+)?$/, "a version number", "1.0.0"),
  },
  lord: { key: "lord", reader: readOrNull({ read: toIdPart, form: "the name of a lord", example: "seer" }) },
  tier: { key: "tier", reader: readOneOf(MODEL_TIERS) },
  capabilities: { key: "capabilities", reader: readWords(toReference, "track-competitor diff-changes") },
  tags: { key: "tags", reader: readWords((text) => text, "pricing rivals") },
  aliases: { key: "aliases", reader: readWords(toReference, "competitor-intel") },
  foundation: {
    key: "foundation",
    reader: readWords((text) => text.toLowerCase().replaceAll("-", "_"), "positioning competitors"),
  },
  skills: { key: "skills", reader: readWords(toReference, "research.market") },
  approval: {
    key: "approval",
    reader: readOrNull({
      read: (text) => text,
      form: "the reason why a person must agree",
      example: "It sends e-mail to customers",
    }),
  },
  temperature: { key: "temperature", reader: readNumber({ min: 0, max: 2, whole: false, example: "0.7" }) },
  maxOutputTokens: {
    key: "max-output-tokens",
    reader: readNumber({ min: 1, max: 200_000, whole: true, example: "4096" }),
  },
  reasoning: { key: "reasoning", reader: readOrNull(readOneOf(["low", "medium", "high"] as const)) },
  maxCostMicrousd: { key: "max-cost-usd", reader: readDollars({ max: 100, example: "0.10" }) },
  maxTokens: {
    key: "max-tokens",
    reader: readNumber({ min: 1, max: 2_000_000, whole: true, example: "50000" }),
  },
  timeoutSeconds: {
    key: "timeout-seconds",
    reader: readNumber({ min: 1, max: 3_600, whole: true, example: "60" }),
  },
  maxToolCalls: {
    key: "max-tool-calls",
    reader: readNumber({ min: 0, max: 100, whole: true, example: "10" }),
  },
  retries: { key: "retries", reader: readNumber({ min: 0, max: 3, whole: true, example: "2" }) },
  minQuality: { key: "min-quality", reader: readNumber({ min: 0, max: 100, whole: true, example: "70" }) },
  outputFormat: {
    key: "output-format",
    reader: readOneOf(["structured_json", "markdown_table", "chart_data", "summary_text"] as const),
  },
  cache: { key: "cache", reader: readSwitch },
};

const KEYS = Object.values(ROWS).map((row) => row.key);
/** Slices that are put together from several parts of the foundation. */
const SLICES = [...Object.keys(Foundation.shape), "icp_summaries"];

export function readSettings(entries: FrontEntry[], problems: ProblemLog): SkillSettings {
  const settings = { ...DEFAULT_SETTINGS };
  for (const entry of entries) readSetting(settings, entry, problems);
  return settings;
}

function readSetting(settings: SkillSettings, entry: FrontEntry, problems: ProblemLog): void {
  const key = entry.key.toLowerCase().replaceAll("_", "-");
  const name = (Object.keys(ROWS) as (keyof SkillSettings)[]).find((known) => ROWS[known].key === key);
  if (name === undefined) return reportUnknown(entry, key, problems);
  const text = toSettingText(entry, problems);
  if (text === undefined || text === "") return;
  if (!assign(settings, name, text)) {
    const { form, example } = ROWS[name].reader;
    // A version is for people, and other collections write it in their own way; every other setting steers a run.
    problems[name === "version" ? "warning" : "error"](entry.line, {
      code: "setting_invalid",
      message: `"${text}" is not a value of ${key}, which takes ${form}`,
      fix: `Write \`${key}: "${example}"\``,
    });
  } else if (name === "foundation") reportSlices(settings.foundation, entry.line, problems);
  else if (name === "capabilities") reportCapabilities(settings.capabilities, entry.line, problems);
}

function assign<Name extends keyof SkillSettings>(
  settings: Pick<SkillSettings, Name>,
  name: Name,
  text: string,
): boolean {
  const value = ROWS[name].reader.read(text);
  if (value === undefined) return false;
  settings[name] = value;
  return true;
}

/** The open format knows strings only; lists and bare numbers are understood and said. */
function toSettingText(entry: FrontEntry, problems: ProblemLog): string | undefined {
  const { value, key, line } = entry;
  if (value.entries !== null) {
    problems.error(line, {
      code: "setting_invalid",
      message: `The setting ${key} is not a text`,
      fix: `Write \`${key}: "..."\` on one line`,
    });
    return undefined;
  }
  const text = (value.text ?? value.list?.join(" ") ?? "").trim();
  if (!value.isText) {
    problems.note(line, {
      code: "metadata_not_text",
      message: `The open format allows only strings in metadata; ${key} was read as "${text}"`,
      fix: `Write \`${key}: "${text}"\``,
    });
  }
  return text;
}

function reportUnknown(entry: FrontEntry, key: string, problems: ProblemLog): void {
  if (key === "author") return;
  const meant = nearestWord(key, KEYS);
  problems.warning(entry.line, {
    code: "setting_unknown",
    message: `The setting ${entry.key} is not known and has no effect`,
    fix: meant === undefined ? `The settings are ${KEYS.join(", ")}` : `Did you mean \`${meant}\`?`,
  });
}

function reportSlices(slices: string[], line: number, problems: ProblemLog): void {
  for (const slice of slices.filter((name) => !SLICES.includes(name))) {
    const meant = nearestWord(slice, SLICES);
    problems.warning(line, {
      code: "slice_unknown",
      message: `The foundation has no part "${slice}"`,
      fix: meant === undefined ? `The parts are ${SLICES.join(", ")}` : `Did you mean \`${meant}\`?`,
    });
  }
}

function reportCapabilities(capabilities: string[], line: number, problems: ProblemLog): void {
  if (capabilities.length === 5) return;
  problems.warning(line, {
    code: "capabilities_not_five",
    message: `An agent has exactly five capabilities; this one names ${capabilities.length}`,
    fix: "Name five, or leave the setting out when the skill is not an agent of a lord",
  });
}
