import { z } from "zod";

/** An item of the store on the wire (PROTOCOL 2.7). */
export type StoreItem = {
  namespace: string[];
  key: string;
  value: Record<string, unknown>;
  created_at: string;
  updated_at: string;
  /** How well it fits the query of a search. */
  score?: number | undefined;
};

const labels = z.array(z.string());
const minutes = z.number().positive();
const limit = z.number().int().min(1).max(1000);
const offset = z.number().int().min(0);

export const StorePut = z.object({
  namespace: labels,
  key: z.string().min(1),
  value: z.record(z.string(), z.unknown()),
  index: z
    .union([z.literal(false), z.array(z.string().min(1)).max(50)])
    .nullish()
    .describe("Paths whose text a search finds; false: none; absent: as configured"),
  ttl: minutes.nullish().describe("Minutes that it lives; absent: as configured"),
});
export type StorePut = z.infer<typeof StorePut>;

export const StoreGet = z.object({
  namespace: labels.nullish(),
  key: z.string().min(1),
  refresh_ttl: z.boolean().nullish(),
});
export type StoreGet = z.infer<typeof StoreGet>;

export const StoreDelete = z.object({ namespace: labels.nullish(), key: z.string().min(1) });
export type StoreDelete = z.infer<typeof StoreDelete>;

export const StoreSearch = z.object({
  namespace_prefix: labels.nullish().describe("Whole labels; absent or empty: everything"),
  filter: z.record(z.string(), z.unknown()).nullish(),
  query: z
    .string()
    .nullish()
    .describe("Ranks by meaning when an embedder is configured, else by the words of the query"),
  limit: limit.nullish(),
  offset: offset.nullish(),
  refresh_ttl: z.boolean().nullish().describe("Whether what is found gets its time to live anew"),
});
export type StoreSearch = z.infer<typeof StoreSearch>;

export const StoreNamespaces = z.object({
  prefix: labels.nullish().describe("First labels; * is any label"),
  suffix: labels.nullish().describe("Last labels; * is any label"),
  max_depth: z.number().int().min(1).max(1000).nullish(),
  limit: limit.nullish(),
  offset: offset.nullish(),
});
export type StoreNamespaces = z.infer<typeof StoreNamespaces>;
