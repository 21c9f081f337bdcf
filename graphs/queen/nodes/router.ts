import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { AppError } from "../../../src/domain/errors.ts";
import type { Route } from "../../../src/domain/route.ts";
import { refusesFestival } from "../../../src/agents/route/evidence.ts";
import type { GraphDeps } from "../../deps.ts";
import { emit, emitProgress, PERCENT } from "../../progress.ts";
import { type Choice, toChoice } from "../context.ts";
import { findEarlierAnswer, toContinuedText } from "../conversation.ts";
import { isFollowUp, pointsBack } from "../follow-up.ts";
import { createReadRequest } from "../read-request.ts";
import { requirePerception } from "../required-state.ts";
import {
  CHOSEN,
  CLARIFIED,
  countClarifications,
  ESCALATED,
  FOLLOW_UP,
  GENERAL,
  GENERAL_SKILL,
  MAX_CLARIFICATIONS,
} from "../route-marks.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";
import { wishesForPerson } from "../wish-for-person.ts";

/** Above this another skill is clearly meant, however short the message. */
const CLEARLY_NEW = 0.8;
/** How sure it is that a message with the words of a follow-up is one. */
const CONTINUED = 0.6;

type RouterDeps = Pick<GraphDeps, "router" | "skills" | "clock">;

/** Chooses the skills that answer; a wish for a person, a follow-up and a vague request have ways of their own. */
export function createRouterNode({ router: chooseSkills, skills, clock }: RouterDeps) {
  const readRequest = createReadRequest({ clock });

  function continueEarlier(state: QueenValues, text: string, fresh: Route): Route | null {
    const earlier = findEarlierAnswer(state.messages);
    if (earlier === null || !isFollowUp(text)) return null;
    const set = skills.current();
    const continued = earlier.skills.map((id) => set.find(id)).filter((skill) => skill !== undefined);
    if (continued.length === 0) return null;
    // "now for Christmas" goes on only with a skill that is for it.
    const { festivals } = requirePerception(state);
    if (continued.every((skill) => refusesFestival(skill, festivals))) return null;
    const [best] = fresh.skills;
    const isChosen = fresh.outcome === "single" || fresh.outcome === "several";
    const isOther = continued.every((skill) => skill.id !== best?.skill);
    if (isChosen && isOther && fresh.confidence >= CLEARLY_NEW) return null;
    return {
      outcome: continued.length === 1 ? "single" : "several",
      skills: continued.map(({ id, title }) => ({
        skill: id,
        score: fresh.confidence,
        why: `continues ${title}`,
      })),
      confidence: Math.max(fresh.confidence, CONTINUED),
      path: [...fresh.path, FOLLOW_UP],
    };
  }

  function answerInGeneral(fresh: Route): Route {
    const skill = skills.current().find(GENERAL_SKILL);
    if (skill === undefined) return { ...fresh, outcome: "outside" };
    const why = "the request stayed vague after two questions";
    return {
      ...fresh,
      outcome: "single",
      skills: [{ skill: skill.id, score: fresh.confidence, why }],
      path: [...fresh.path, GENERAL],
    };
  }

  function takeChoice({ skill: reference }: Choice): Route {
    const skill = skills.current().find(reference);
    if (skill === undefined) {
      throw new AppError("validation_failed", `There is no skill ${reference}`, {
        fix: "GET /api/v1/skills lists those that are loaded.",
      });
    }
    const chosen = { skill: skill.id, score: 1, why: "the caller chose it" };
    return { outcome: "single", skills: [chosen], confidence: 1, path: [CHOSEN] };
  }

  function decide(state: QueenValues, text: string, choice: Choice | null): Route {
    if (wishesForPerson(text)) return { outcome: "outside", skills: [], confidence: 1, path: [ESCALATED] };
    if (choice !== null) {
      const route = takeChoice(choice);
      return continueEarlier(state, text, route) ?? route;
    }
    const asked = countClarifications(state.route);
    const fresh = chooseSkills(text, requirePerception(state));
    const route = { ...fresh, path: [...fresh.path, ...Array.from({ length: asked }, () => CLARIFIED)] };
    const continued = asked === 0 ? continueEarlier(state, text, route) : null;
    if (continued !== null) return continued;
    return route.outcome === "unclear" && asked >= MAX_CLARIFICATIONS ? answerInGeneral(route) : route;
  }

  return function router(state: QueenValues, config: LangGraphRunnableConfig): QueenUpdate {
    const route = decide(state, requirePerception(state).text, toChoice(config));
    emit(config, { type: "route-decided", route });
    emitProgress(config, PERCENT.routed, "Chose who answers");
    const isAbout = pointsBack(requirePerception(state).text) && findEarlierAnswer(state.messages) !== null;
    if (!route.path.includes(FOLLOW_UP) && !isAbout) return { route };
    return { route, perception: readRequest(toContinuedText(state.messages)) };
  };
}
