import { END } from "@langchain/langgraph";
import type { LordValues } from "./state.ts";

/** Without a skill there is nothing to hand on: the failure is the result. */
export function toSwarm(state: LordValues): "swarm" | typeof END {
  return state.task === null ? END : "swarm";
}
