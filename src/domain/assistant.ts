import { z } from "zod";
import { RunConfig } from "./run.ts";

/** An assistant on the wire (PROTOCOL 2.2). */
export type Assistant = {
  assistant_id: string;
  graph_id: string;
  config: RunConfig;
  context: Record<string, unknown>;
  metadata: Record<string, unknown>;
  name: string;
  description: string | null;
  version: number;
  created_at: string;
  updated_at: string;
};

/** What an assistant was at one of its versions. */
export type AssistantVersion = Omit<Assistant, "updated_at">;

const object = z.record(z.string(), z.unknown());

export const AssistantCreate = z.object({
  graph_id: z.string().min(1),
  assistant_id: z.guid().toLowerCase().nullish(),
  config: RunConfig.nullish(),
  context: object.nullish(),
  metadata: object.nullish(),
  if_exists: z.enum(["raise", "do_nothing"]).nullish(),
  name: z.string().nullish(),
  description: z.string().nullish(),
});
export type AssistantCreate = z.infer<typeof AssistantCreate>;

/** What is absent stays as it is; metadata is merged key by key. */
export const AssistantPatch = z.object({
  graph_id: z.string().min(1).nullish(),
  config: RunConfig.nullish(),
  context: object.nullish(),
  metadata: object.nullish(),
  name: z.string().nullish(),
  description: z.string().nullish(),
});
export type AssistantPatch = z.infer<typeof AssistantPatch>;

export const AssistantSearch = z.object({
  metadata: object.nullish(),
  graph_id: z.string().nullish(),
  name: z.string().nullish(),
  limit: z.number().int().min(1).max(1000).nullish(),
  offset: z.number().int().min(0).nullish(),
  sort_by: z.enum(["assistant_id", "created_at", "updated_at", "name", "graph_id"]).nullish(),
  sort_order: z.enum(["asc", "desc"]).nullish(),
  select: z.array(z.string()).nullish(),
});
export type AssistantSearch = z.infer<typeof AssistantSearch>;

/** Defaults of the graphs' default assistants by graph id, as `LANGGRAPH_CONFIG` has them (PROTOCOL 7.1). */
export const AssistantDefaults = z.record(
  z.string(),
  RunConfig.pick({ configurable: true, tags: true, recursion_limit: true }).extend({
    context: object.optional(),
  }),
);
export type AssistantDefaults = z.infer<typeof AssistantDefaults>;
