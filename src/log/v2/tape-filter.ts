import { matchesSubscription } from "@langchain/langgraph/stream";
import type { TapeFilter } from "../../domain/thread-command.ts";
import type { TapeEvent, Wants } from "./tape-event.ts";

type Matching = Parameters<typeof matchesSubscription>[0];
type Definition = Parameters<typeof matchesSubscription>[1];

/** By the rules of LangGraph's own clients, who sort what they get once more. */
export function matchesFilter(event: TapeEvent, filter: TapeFilter): boolean {
  // Answers go to those who are told of questions; the clients' rule does not know them yet.
  const known = event.method === "input.answered" ? { ...event, method: "input.requested" } : event;
  return matchesSubscription(known as Matching, filter as Definition);
}

/** Whether any of the filters can match something of a channel. */
export function toWants(filters: readonly TapeFilter[]): Wants {
  const channels = new Set(filters.flatMap((filter) => filter.channels.map(toChannel)));
  return (channel) => channels.has(channel);
}

function toChannel(name: string): string {
  return name.startsWith("custom:") ? "custom" : name;
}
