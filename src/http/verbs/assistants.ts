import type { Assistant, AssistantSearch } from "../../domain/assistant.ts";
import type { Call, Page } from "./call.ts";

type AssistantRef = { assistantId: string };

export type AssistantVerbs = {
  search(call: Call<AssistantSearch & { limit: number; offset: number }>): Promise<Page<Assistant>>;
  /** `assistantId` is a UUID or a graph id, here and below. */
  get(call: Call<AssistantRef>): Promise<Assistant>;
  /** `xray`: whether subgraphs are expanded, or how deep. */
  graph(call: Call<AssistantRef & { xray: boolean | number }>): Promise<object>;
  schemas(call: Call<AssistantRef>): Promise<object>;
  subgraphs(call: Call<AssistantRef & { namespace?: string; recurse: boolean }>): Promise<object>;
};
