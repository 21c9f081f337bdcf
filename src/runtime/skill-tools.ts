import { toReplyText } from "../../graphs/question-messages.ts";
import { isRecord } from "../domain/record.ts";
import type { CompiledSkill } from "../domain/skill.ts";
import { listMessages } from "../http/conversation/open-thread.ts";
import { toContentText } from "../http/conversation/spoken-answer.ts";
import type { OfferedTool, SkillTools } from "../mcp/toolbox.ts";
import type { SkillRegistry } from "../skills/skill-registry.ts";
import { toJsonSchema } from "../skills/to-json-schema.ts";

const REQUEST = "request";

/** Skills as tools of their own: a call asks the Queen with the skill chosen and its inputs given. */
export function createSkillTools({ skills }: { skills: Pick<SkillRegistry, "current"> }): SkillTools {
  return { list: () => skills.current().skills.map(toOfferedTool) };
}

function toOfferedTool(skill: CompiledSkill): OfferedTool {
  return {
    id: skill.id,
    title: skill.title,
    description: skill.description,
    inputSchema: toInputSchema(skill),
    toRun: (args) => toRun(skill, args),
    toAnswer: (args) => toAnswer(skill, args),
    toResult,
  };
}

/** The skill's own inputs, and the request in words, which decides what none of them says. */
function toInputSchema(skill: CompiledSkill): OfferedTool["inputSchema"] {
  const { properties, required } = toJsonSchema(skill.inputs);
  const request = { type: "string", description: "What is wanted, in the person's own words" };
  return {
    type: "object",
    properties: { [REQUEST]: request, ...(isRecord(properties) ? toSchemas(properties) : {}) },
    ...(Array.isArray(required) ? { required: required.map(String) } : {}),
  };
}

function toSchemas(properties: Record<string, unknown>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, object] => isRecord(entry[1])),
  );
}

function toRun(skill: CompiledSkill, args: Record<string, unknown>) {
  const { words, inputs } = split(skill, args);
  const content = [words || skill.title, toReplyText(inputs)].filter((text) => text !== "").join("\n");
  return {
    assistant_id: "queen",
    input: { messages: [{ type: "human", content }] },
    context: { skill: skill.id, inputs },
  };
}

function toAnswer(skill: CompiledSkill, args: Record<string, unknown>): string | Record<string, unknown> {
  const { words, inputs } = split(skill, args);
  return Object.keys(inputs).length === 0 ? words : inputs;
}

function split(skill: CompiledSkill, args: Record<string, unknown>) {
  const { [REQUEST]: request, ...inputs } = args;
  const isOwn = skill.inputs.some(({ name }) => name === REQUEST);
  return isOwn || typeof request !== "string" ? { words: "", inputs: args } : { words: request, inputs };
}

/** The answer as the skill's contract has it; what was declined or withheld says so in words only. */
function toResult(values: Record<string, unknown>): { text: string; structured: Record<string, unknown> } {
  const { answer, degraded = null } = values;
  const text = toContentText(listMessages(values).at(-1)?.["content"]);
  if (!isRecord(answer)) return { text, structured: { text, degraded } };
  const { skill, output, sources } = answer;
  return { text, structured: { skill, output, sources, degraded } };
}
