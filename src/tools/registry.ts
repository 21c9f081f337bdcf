import type { z } from "zod";
import { isAppError } from "../domain/errors.ts";
import type { FestivalCalendar } from "../india/festival-calendar.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { PUBLISHED_TOOLS } from "./catalogue.ts";
import { createFestivalCalendarTool } from "./festival-calendar.ts";
import { createKnowledgeSearch } from "./knowledge-search.ts";
import type { Tool, ToolContext, ToolFindings } from "./tool.ts";

export type ToolResult = ({ ok: true; output: unknown } & ToolFindings) | { ok: false; error: string };

export type ToolRegistry = {
  /** An installed tool; `_` is `-` and case is ignored. */
  get(name: string): Tool | undefined;
  names(): string[];
  /** Whether skills may name it, installed or not. */
  isPublished(name: string): boolean;
  /** Runs a tool on what a model sent. Whatever goes wrong is told in words for the model; only an abort is thrown. */
  call(context: ToolContext, name: string, rawInput: unknown): Promise<ToolResult>;
};

type ToolDeps = {
  knowledge: Pick<Knowledge, "search">;
  festivals: FestivalCalendar;
  log?: { error(fields: Record<string, unknown>, message: string): void };
};

export function createToolRegistry({ knowledge, festivals, log }: ToolDeps): ToolRegistry {
  const tools = {
    "festival-calendar": createFestivalCalendarTool({ festivals }),
    "knowledge-search": createKnowledgeSearch({ knowledge }),
  } satisfies Record<string, Tool>;
  const installed = new Map<string, Tool>(Object.entries(tools));
  const names = [...installed.keys()];

  return {
    get: (name) => installed.get(toToolName(name)),
    names: () => [...names],
    isPublished: (name) => PUBLISHED_TOOLS.has(toToolName(name)),
    async call(context, name, rawInput) {
      const tool = installed.get(toToolName(name));
      if (tool === undefined)
        return { ok: false, error: `There is no tool "${name}" here. Tools: ${names.join(", ")}.` };
      const input = tool.input.safeParse(rawInput ?? {});
      if (!input.success)
        return { ok: false, error: `${tool.name} was not run. ${toComplaint(input.error)}` };
      context.signal?.throwIfAborted();
      try {
        const result = await tool.run(context, rawInput ?? {});
        return { ok: true, output: tool.output.parse(result), ...tool.toFacts(result) };
      } catch (error) {
        context.signal?.throwIfAborted();
        if (isAppError(error)) return { ok: false, error: `${tool.name} failed: ${error.detail}` };
        log?.error({ err: error, tool: tool.name }, "tool failed");
        return { ok: false, error: `${tool.name} failed; go on without it.` };
      }
    },
  };
}

function toToolName(name: string): string {
  return name.trim().toLowerCase().replaceAll("_", "-");
}

/** "limit: must be …; query: …", so that a model can correct its call. */
function toComplaint(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => `${path.length === 0 ? "input" : path.join(".")}: ${message}`)
    .join("; ");
}
