import type { Tool } from "@modelcontextprotocol/sdk/types.js";
import type { Assistant } from "../domain/assistant.ts";
import type { CallContext } from "../domain/principal.ts";
import type { RunCreate } from "../domain/run.ts";
import { findInputSchema, type InputSchema } from "../http/conversation/input-schema.ts";
import { listMessages } from "../http/conversation/open-thread.ts";
import { toContentText } from "../http/conversation/spoken-answer.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";

type Arguments = Record<string, unknown>;
type Output = Record<string, unknown>;

/** What a tool's call starts. */
export type ToolRun = Pick<RunCreate, "assistant_id" | "input" | "context">;

/** `id` is reduced to a name that clients accept. */
export type OfferedTool = Omit<Tool, "name"> & {
  id: string;
  toRun(args: Arguments): ToolRun;
  /** What a call says that answers a question of the one before: words, or values by their names. */
  toAnswer(args: Arguments): string | Arguments;
  /** What the caller is told of a run that came to its end; without it, its output. */
  toResult?(output: Output): { text: string; structured: Output };
};

/** Tools beside those of the assistants: one per skill the caller may use. */
export type SkillTools = { list(ctx: CallContext): readonly OfferedTool[] | Promise<readonly OfferedTool[]> };

export type NamedTool = OfferedTool & { tool: Tool };

const MOST_ASSISTANTS = 1_000;
/** What the strictest of the models' providers takes. */
const LONGEST_NAME = 64;

/** Every tool of a caller by its name; the same for as long as assistants and skills are. */
export function createToolbox({
  verbs,
  skillTools,
}: {
  verbs: ProtocolVerbs;
  skillTools?: SkillTools | undefined;
}) {
  async function listAssistants(ctx: CallContext): Promise<OfferedTool[]> {
    const { rows } = await verbs.assistants.search({
      ctx,
      input: { limit: MOST_ASSISTANTS, offset: 0, sort_by: "created_at", sort_order: "asc" },
    });
    const schemas = new Map<string, InputSchema | null>();
    for (const { graph_id: graphId, assistant_id: assistantId } of rows)
      if (!schemas.has(graphId)) schemas.set(graphId, await findInputSchema({ verbs, ctx }, assistantId));
    return rows.flatMap((assistant) => {
      const found = schemas.get(assistant.graph_id) ?? null;
      return found === null ? [] : [toAssistantTool(assistant, found, rows)];
    });
  }

  return async function listTools(ctx: CallContext): Promise<ReadonlyMap<string, NamedTool>> {
    const tools = new Map<string, NamedTool>();
    for (const offered of [...(await listAssistants(ctx)), ...((await skillTools?.list(ctx)) ?? [])]) {
      const { id, toRun: _, toAnswer: __, toResult: ___, ...facts } = offered;
      const name = toFreeName(id, tools);
      tools.set(name, { ...offered, tool: { name, ...facts } });
    }
    return tools;
  };
}
export type ListTools = ReturnType<typeof createToolbox>;

function toAssistantTool(
  assistant: Assistant,
  { schema }: InputSchema,
  all: readonly Assistant[],
): OfferedTool {
  return {
    id: assistant.name,
    title: assistant.name,
    description: toDescription(assistant, all),
    inputSchema: { ...schema, type: "object" },
    toRun: (args) => ({ assistant_id: assistant.assistant_id, input: args }),
    toAnswer: (args) => toContentText(listMessages(args).at(-1)?.["content"]) || args,
  };
}

/** An assistant without one is described by the default assistant of its graph. */
function toDescription({ description, graph_id: graphId }: Assistant, all: readonly Assistant[]): string {
  const isDefault = (other: Assistant) =>
    other.graph_id === graphId && other.metadata["created_by"] === "system";
  return description ?? all.find(isDefault)?.description ?? `Runs the graph ${graphId}`;
}

function toFreeName(id: string, taken: ReadonlyMap<string, unknown>): string {
  const name = id.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, LONGEST_NAME) || "_";
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? "" : `_${count}`;
    const free = name.slice(0, LONGEST_NAME - suffix.length) + suffix;
    if (!taken.has(free)) return free;
  }
}
