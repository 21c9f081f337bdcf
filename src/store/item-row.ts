import type { Item } from "@langchain/langgraph-checkpoint";
import { toNamespace } from "./namespace.ts";

export type ItemRow = {
  namespace: string;
  key: string;
  value: Record<string, unknown>;
  created_at: string;
  updated_at: string;
};

export function toItem(row: ItemRow): Item {
  return {
    namespace: toNamespace(row.namespace),
    key: row.key,
    value: row.value,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
}
