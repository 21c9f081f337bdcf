import type { Perception, RankedSkill, Route } from "../../domain/route.ts";
import type { SkillSet } from "../../domain/skill.ts";
import { createFestivalCalendar } from "../../india/festival-calendar.ts";
import { toReadable } from "../words/readable.ts";
import { type Decision, decidePart } from "./decide-part.ts";
import type { Evidence } from "./evidence.ts";
import { maskArguments } from "./mask-arguments.ts";
import { toParts } from "./request-parts.ts";

/** Evidence at which a score is full. */
const FULL_EVIDENCE = 2.5;
const MOST_CANDIDATES = 5;

/**
 * Chooses the skills for a request out of those loaded at that moment: by their own words and examples, by the form of
 * the request, and with an honest rejection of what none of them is for.
 */
export function createRouter({
  skills,
}: {
  skills: () => SkillSet;
}): (text: string, perception: Perception) => Route {
  const calendar = createFestivalCalendar();

  return function route(text, perception) {
    const set = skills();
    const plain = toReadable(maskArguments(text, perception));
    const whole = decidePart(set, plain, perception);
    // A question that wants an explanation is one question, whatever it mentions.
    if (whole.path.includes("question")) return toRoute(whole);
    const orders = toParts(plain)
      .map((part) =>
        decidePart(set, part.text, { festivals: calendar.find(part.text).map((festival) => festival.id) }),
      )
      .filter((decision) => decision.outcome === "single" && decision.isSpecial);
    const distinct = orders.filter(
      (order, index) => orders.findIndex((other) => idOf(other) === idOf(order)) === index,
    );
    if (distinct.length > 1) return toSeveral(distinct);
    const [only] = distinct;
    return toRoute(whole.outcome === "single" || only === undefined ? whole : only);
  };
}

function toSeveral(orders: readonly Decision[]): Route {
  return {
    outcome: "several",
    skills: orders.flatMap(({ evidence }) => evidence.slice(0, 1).map(toRanked)),
    confidence: Math.min(...orders.map((order) => order.confidence)),
    path: ["retrieval", "classifier", "parts"],
  };
}

function toRoute({ outcome, evidence, confidence, path }: Decision): Route {
  const shown = outcome === "single" ? evidence.slice(0, 1) : evidence.slice(0, MOST_CANDIDATES);
  return { outcome, skills: shown.map(toRanked), confidence, path };
}

function toRanked({ skill, weight, why }: Evidence): RankedSkill {
  return { skill, score: Math.round(Math.min(1, weight / FULL_EVIDENCE) * 1_000) / 1_000, why };
}

function idOf({ evidence }: Decision): string | undefined {
  return evidence[0]?.skill;
}
