import type { RunnableConfig } from "@langchain/core/runnables";
import {
  EXCLUDED_METADATA_KEYS,
  type CheckpointMetadata,
  type SerializerProtocol,
} from "@langchain/langgraph-checkpoint";
import { toJsonbText } from "../../store/jsonb-text.ts";
import { toStoredValue } from "./stored-value.ts";

/**
 * The metadata of a checkpoint as jsonb text: what the run was given (its id and so on: a run that is executed again
 * finds its own checkpoint by it) under what the graph says. Internal keys (`__…`) and LangGraph's bookkeeping stay out.
 */
export async function toMetadataText(
  serde: SerializerProtocol,
  config: RunnableConfig,
  metadata: CheckpointMetadata,
): Promise<string> {
  const ofRun = Object.entries(config.metadata ?? {}).filter(([key]) => !EXCLUDED_METADATA_KEYS.has(key));
  const entries = [...ofRun, ...Object.entries(metadata)];
  const kept = entries.filter(([key, value]) => !key.startsWith("__") && value !== undefined);
  return toJsonbText((await toStoredValue(serde, Object.fromEntries(kept))).value);
}
