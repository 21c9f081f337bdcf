import type { Route } from "../../src/domain/route.ts";

/** Layers that the Queen herself adds to `route.path`. */
export const CLARIFIED = "clarify";
export const FOLLOW_UP = "follow-up";
export const ESCALATED = "escalate";
export const GENERAL = "general";
export const CHOSEN = "chosen";

export const GENERAL_SKILL = "general.assistant";
export const MAX_CLARIFICATIONS = 2;

export function hasMark(route: Route | null, mark: string): boolean {
  return route?.path.includes(mark) === true;
}

export function countClarifications(route: Route | null): number {
  return route?.path.filter((layer) => layer === CLARIFIED).length ?? 0;
}
