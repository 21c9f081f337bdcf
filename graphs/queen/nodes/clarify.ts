import { interrupt } from "@langchain/langgraph";
import type { Question } from "../../../src/domain/progress.ts";
import type { CompiledSkill } from "../../../src/domain/skill.ts";
import type { GraphDeps } from "../../deps.ts";
import { toQuestionMessage, toReplyMessage, toReplyText } from "../../question-messages.ts";
import { requireRoute } from "../required-state.ts";
import { CLARIFIED } from "../route-marks.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

const MAX_OPTIONS = 4;
const MAX_TURNS = 10;

/** Asks what is meant and names what can be done; the answer is routed again together with the request. */
export function createClarifyNode({ skills, newId }: Pick<GraphDeps, "skills" | "newId">) {
  function listOptions(candidates: string[]): CompiledSkill[] {
    const set = skills.current();
    const found = candidates.map((id) => set.find(id)).filter((skill) => skill !== undefined);
    const others = set.skills.filter((skill) => !found.includes(skill));
    return [...found, ...others].slice(0, MAX_OPTIONS);
  }

  return function clarify(state: QueenValues): QueenUpdate {
    const route = requireRoute(state);
    const options = listOptions(route.skills.map(({ skill }) => skill));
    let complaint = "";
    for (let turn = 0; turn < MAX_TURNS; turn += 1) {
      const question = toQuestion(options, complaint);
      const resume: unknown = interrupt(question);
      const reply = toReplyText(resume);
      if (reply !== "") {
        const chosen = options[Number(reply) - 1]?.title ?? reply;
        return {
          route: { ...route, path: [...route.path, CLARIFIED] },
          messages: [toQuestionMessage(newId(), question.question), toReplyMessage(newId(), chosen)],
        };
      }
      complaint = "That answer was empty. ";
    }
    return { route: { ...route, outcome: "outside" } };
  };
}

function toQuestion(options: CompiledSkill[], complaint: string): Question {
  const lines = options.map((skill, index) => `${index + 1}. ${skill.title}`);
  const question = [
    `${complaint}What should I work on? Tell me the task, and for whom or what it is. For example:`,
    ...lines,
    "You can answer with a number or in your own words.",
  ].join("\n");
  return { kind: "question", question, missing: [] };
}
