import type { CritiqueIssue } from "../../domain/answer.ts";
import { toRupeeText } from "../../domain/money.ts";
import { createFestivalCalendar } from "../../india/festival-calendar.ts";
import { toFieldRole } from "../inputs/field-role.ts";
import { toParts } from "../route/request-parts.ts";
import { toReadable } from "../words/readable.ts";
import { findPlaces } from "../perceive/places.ts";
import type { Case } from "./issue.ts";
import { holdsPhrase, holdsValue } from "./mentions.ts";

/** What the person said that the answer leaves out: the festival, the money, the place. */
export function findRequestIssues(given: Case): CritiqueIssue[] {
  return [...findFestivals(given), ...findMoney(given), ...findPlace(given)];
}

function findFestivals({ request, answer, skill, inputs }: Case): CritiqueIssue[] {
  const calendar = createFestivalCalendar();
  // In a request for several things the festival may belong to another one.
  const own = [skill.id, ...skill.settings.tags, JSON.stringify(inputs)].join(" ");
  const wanted = calendar.find(toParts(toReadable(request)).length > 1 ? own : request);
  if (wanted.length === 0) return [];
  const named = new Set(calendar.find(answer.text).map((festival) => festival.id));
  return wanted
    .filter((festival) => !named.has(festival.id))
    .map(({ name }) => ({
      category: "COMPLETENESS",
      severity: "MEDIUM",
      message: `The request is about ${name}, and the answer never names it.`,
      evidence: name,
    }));
}

/** Only an amount that this skill took as an input is its business. */
function findMoney({ skill, inputs, answer }: Case): CritiqueIssue[] {
  return skill.inputs.flatMap((field): CritiqueIssue[] => {
    const value = inputs[field.name];
    if (field.type.kind !== "money" || typeof value !== "number" || holdsValue(answer.text, value / 100))
      return [];
    return [
      {
        category: "COMPLETENESS",
        severity: "MEDIUM",
        message: `The ${field.name.replaceAll("_", " ")} of ${toRupeeText(value)} is not used in the answer.`,
        evidence: toRupeeText(value),
      },
    ];
  });
}

function findPlace({ skill, inputs, request, answer }: Case): CritiqueIssue[] {
  const asked = skill.inputs.filter(
    (field) => toFieldRole(field) === "place" && typeof inputs[field.name] === "string",
  );
  if (asked.length === 0) return [];
  const places = findPlaces(request).map((place) => place.text);
  return [...new Set(places)]
    .filter((place) => !holdsPhrase(answer.text, place))
    .map((place) => ({
      category: "COMPLETENESS",
      severity: "LOW",
      message: `The request is about ${place}, and the answer never names it.`,
      evidence: place,
    }));
}
