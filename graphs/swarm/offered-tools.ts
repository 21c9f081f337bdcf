import { z } from "zod";
import type { CompiledSkill } from "../../src/domain/skill.ts";
import type { ModelTool } from "../../src/models/model-call.ts";
import type { GraphDeps } from "../deps.ts";

/**
 * The installed ones of a skill's tools, as a model is told about them. What changes something outside is not offered:
 * a person would have to agree to each call.
 */
export function toOfferedTools(skill: CompiledSkill, tools: GraphDeps["tools"]): ModelTool[] {
  return skill.tools.flatMap((name) => {
    const tool = tools.get(name);
    if (tool === undefined || tool.destructive) return [];
    return [{ name: tool.name, description: tool.description, schema: z.toJSONSchema(tool.input) }];
  });
}
