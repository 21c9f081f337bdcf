import { AIMessage } from "@langchain/core/messages";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { GraphDeps } from "../../deps.ts";
import { emitProgress, PERCENT } from "../../progress.ts";
import type { QueenUpdate } from "../state.ts";

const MAX_TITLES = 12;

/** Says no to what no loaded skill does, and what they do instead. */
export function createDeclineNode({ skills, newId }: Pick<GraphDeps, "skills" | "newId">) {
  return function decline(_state: unknown, config: LangGraphRunnableConfig): QueenUpdate {
    const titles = skills.current().skills.map((skill) => `- ${skill.title}`);
    const rest = titles.length - MAX_TITLES;
    const content = [
      "That is outside what I can help with here, so I would rather not guess. This is what I can do:",
      "",
      ...titles.slice(0, MAX_TITLES),
      ...(rest > 0 ? [`- and ${rest} more`] : []),
      "",
      "Tell me which of these you need, and for which business.",
    ].join("\n");
    emitProgress(config, PERCENT.done, "Done");
    return { messages: [new AIMessage({ id: newId(), content })] };
  };
}
