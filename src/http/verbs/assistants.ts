import type {
  Assistant,
  AssistantCreate,
  AssistantPatch,
  AssistantSearch,
  AssistantVersion,
} from "../../domain/assistant.ts";
import type { Call, Page } from "./call.ts";

type AssistantRef = { assistantId: string };
type Window = { limit: number; offset: number };

export type AssistantVerbs = {
  create(call: Call<AssistantCreate>): Promise<Assistant>;
  search(call: Call<AssistantSearch & Window>): Promise<Page<Assistant>>;
  count(call: Call<Pick<AssistantSearch, "metadata" | "graph_id" | "name">>): Promise<number>;
  /** `assistantId` is a UUID or a graph id, here and below. */
  get(call: Call<AssistantRef>): Promise<Assistant>;
  patch(call: Call<AssistantRef & AssistantPatch>): Promise<Assistant>;
  /** Answers the id of what was deleted. */
  delete(call: Call<AssistantRef & { deleteThreads: boolean }>): Promise<string>;
  /** Newest first. */
  versions(
    call: Call<AssistantRef & Window & { metadata?: Record<string, unknown> | null | undefined }>,
  ): Promise<AssistantVersion[]>;
  setLatest(call: Call<AssistantRef & { version: number }>): Promise<Assistant>;
  /** `xray`: whether subgraphs are expanded, or how deep. */
  graph(call: Call<AssistantRef & { xray: boolean | number }>): Promise<object>;
  schemas(call: Call<AssistantRef>): Promise<object>;
  subgraphs(call: Call<AssistantRef & { namespace?: string; recurse: boolean }>): Promise<object>;
};
