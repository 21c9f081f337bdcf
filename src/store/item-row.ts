import type { SearchItem } from "@langchain/langgraph-checkpoint";
import { toNamespace } from "./namespace.ts";

export type ItemRow = {
  namespace: string;
  key: string;
  value: Record<string, unknown>;
  created_at: string;
  updated_at: string;
  ttl_minutes: number | null;
};

export const ITEM_COLUMNS = "namespace, key, value, created_at, updated_at, ttl_minutes";

/** An item as filters of custom auth see it, for statements on `store_items`. */
export const FILTERED_ITEM = `(store_items.value || jsonb_build_object(
  'namespace', to_jsonb(string_to_array(store_items.namespace, '.')), 'key', store_items.key))`;

export function toItem(row: ItemRow & { score?: number | null }): SearchItem {
  const { score } = row;
  return {
    namespace: toNamespace(row.namespace),
    key: row.key,
    value: row.value,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    ...(score === null || score === undefined ? {} : { score }),
  };
}
