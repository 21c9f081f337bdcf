import { AIMessage } from "@langchain/core/messages";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { emitProgress, PERCENT } from "../../progress.ts";
import type { QueenUpdate } from "../state.ts";

/** Hands the conversation to a person: `route.path` marks it, the log and the event stream tell it. */
export function createEscalateNode({ newId, log }: Pick<GraphDeps, "newId" | "log">) {
  return function escalate(_state: unknown, config: LangGraphRunnableConfig): QueenUpdate {
    const threadId: unknown = config.configurable?.["thread_id"];
    log?.warn({ tenant: toRunContext(config).tenantId, thread: threadId }, "a person is asked for");
    emitProgress(config, PERCENT.done, "Asked for a person");
    const content =
      "I have marked this conversation for a person of the team, who can read everything above. I cannot promise when they look at it; until then you can go on asking me.";
    return { messages: [new AIMessage({ id: newId(), content })] };
  };
}
