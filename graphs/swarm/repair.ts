import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { Usage } from "../../src/domain/answer.ts";
import type { Brief } from "../../src/domain/brief.ts";
import type { FieldError } from "../../src/domain/errors.ts";
import type { CompiledSkill } from "../../src/domain/skill.ts";
import { toJsonSchema } from "../../src/skills/to-json-schema.ts";
import { toZod } from "../../src/skills/to-zod.ts";
import type { GraphDeps } from "../deps.ts";

type Shaped = { output: Record<string, unknown>; problems: FieldError[] };
type RepairInput = {
  skill: CompiledSkill;
  prompt: { brief: Brief; messages: BaseMessage[] };
  markdown: string;
  shaped: Shaped;
};

const REPAIR_MS = 30_000;

/** Asks for the draft again as JSON, without streaming it; every field that is valid afterwards is kept. */
export function createRepair({ models }: Pick<GraphDeps, "models">) {
  return async function repair(
    { skill, prompt, markdown, shaped }: RepairInput,
    config: LangGraphRunnableConfig,
  ): Promise<Shaped & { usage: Usage }> {
    const complaints = shaped.problems.map((problem) => `- ${problem.path}: ${problem.message}`).join("\n");
    const completion = await models.complete(
      {
        tier: skill.settings.tier,
        brief: prompt.brief,
        messages: [
          ...prompt.messages,
          new AIMessage(markdown),
          new HumanMessage(
            `Give the same answer as JSON. Change nothing but what is wrong with it:\n${complaints}`,
          ),
        ],
        schema: toJsonSchema(skill.output),
        temperature: 0,
        maxOutputTokens: skill.settings.maxOutputTokens,
        timeoutMs: REPAIR_MS,
        silent: true,
      },
      config,
    );
    return { ...mergeValid(skill, shaped, completion.parsed), usage: completion.usage };
  };
}

function mergeValid(skill: CompiledSkill, shaped: Shaped, parsed: unknown): Shaped {
  if (typeof parsed !== "object" || parsed === null) return shaped;
  const { shape } = toZod(skill.output);
  const output = { ...shaped.output };
  const repaired = new Set<string>();
  for (const [name, value] of Object.entries(parsed)) {
    const result = shape[name]?.safeParse(value);
    if (result?.success !== true || result.data === undefined) continue;
    output[name] = result.data;
    repaired.add(name);
  }
  const problems = shaped.problems.filter((problem) => !repaired.has(problem.path.split(/[.[]/)[0] ?? ""));
  return { output, problems };
}
