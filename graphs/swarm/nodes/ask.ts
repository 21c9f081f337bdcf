import type { BaseMessage } from "@langchain/core/messages";
import { interrupt, type LangGraphRunnableConfig } from "@langchain/langgraph";
import { acceptAnswer } from "../../../src/agents/inputs/accept-answer.ts";
import type { GraphDeps } from "../../deps.ts";
import { emitShare } from "../../progress.ts";
import { toQuestionMessage, toReplyMessage } from "../../question-messages.ts";
import { toQuestion } from "../question.ts";
import { requireTask } from "../require-task.ts";
import type { SwarmUpdate, SwarmValues } from "../state.ts";

const MAX_TURNS = 10;

/** Asks the person for required inputs that are missing, until they are there. */
export function createAskNode({ clock, newId }: Pick<GraphDeps, "clock" | "newId">) {
  return function ask(state: SwarmValues, config: LangGraphRunnableConfig): SwarmUpdate {
    const task = requireTask(state);
    if (state.missing.length === 0) return { missing: [] };
    const title = state.title ?? task.ref.id;
    let { missing } = state;
    let complaint: string | null = null;
    const inputs = { ...state.inputs };
    const transcript: BaseMessage[] = [];
    // Interrupts answer in order when the node runs again, so this loop takes the same turns each time.
    for (let turn = 0; turn < MAX_TURNS && missing.length > 0; turn += 1) {
      const question = toQuestion(title, missing, complaint);
      const resume: unknown = interrupt(question);
      const accepted = acceptAnswer({ missing, resume, clock });
      Object.assign(inputs, accepted.values);
      ({ missing, complaint } = accepted);
      transcript.push(toQuestionMessage(newId(), question.question), toReplyMessage(newId(), resume));
    }
    if (missing.length > 0) {
      const names = missing.map((field) => field.name).join(", ");
      return { missing, failure: `it still needs ${names}, and ${MAX_TURNS} answers did not name it` };
    }
    emitShare(config, task.share, 0.2, `${title}: everything is named`);
    return { inputs, missing, messages: transcript };
  };
}
