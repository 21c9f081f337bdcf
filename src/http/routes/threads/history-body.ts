import { z } from "zod";

/** Names a checkpoint; what else clients put inside is ignored. */
export const CheckpointRef = z
  .object({
    checkpoint_id: z.string().nullish(),
    checkpoint_ns: z.string().nullish(),
    checkpoint_map: z.record(z.string(), z.unknown()).nullish(),
  })
  .loose();

const before = z.union([
  z.string(),
  z.object({ checkpoint_id: z.string() }),
  z.object({ configurable: z.object({ checkpoint_id: z.string() }) }),
]);

export const HistoryBody = z.object({
  limit: z.number().int().min(1).max(1000).nullish(),
  before: before.nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  checkpoint: CheckpointRef.nullish(),
  select: z.array(z.string()).nullish(),
});

/** The id in any of the three forms. */
export function toBeforeId(value: z.output<typeof before> | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  return "configurable" in value ? value.configurable.checkpoint_id : value.checkpoint_id;
}
