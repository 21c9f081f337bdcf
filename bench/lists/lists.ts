import type { ThreadSearch } from "../../src/domain/thread.ts";
import { toAssistantId } from "../../src/domain/ids.ts";

export type List = {
  title: string;
  input: ThreadSearch & { limit: number; offset: number };
};

const queen = { graph_id: "queen" };
const newest = { sort_by: "updated_at", sort_order: "desc", limit: 100, offset: 0 } as const;

/** What chat programs ask for. */
export const LISTS: List[] = [
  { title: "**of a graph, newest first, with values**", input: { ...newest, metadata: queen } },
  {
    title: "the same, ids and titles only",
    input: { ...newest, metadata: queen, select: ["thread_id", "title", "updated_at", "status"] },
  },
  { title: "the same, 10,000 threads on", input: { ...newest, metadata: queen, offset: 10_000 } },
  { title: "of an assistant", input: { ...newest, metadata: { assistant_id: toAssistantId("queen") } } },
  { title: "of one person", input: { ...newest, metadata: { owner: "user-7" } } },
  { title: "of a graph hardly used", input: { ...newest, metadata: { graph_id: "rare" } } },
  { title: "that wait for an answer", input: { ...newest, status: "interrupted" } },
  { title: "of a graph, newest created first", input: { ...newest, metadata: queen, sort_by: "created_at" } },
  { title: "by another key of the metadata", input: { ...newest, metadata: { $not: { owner: "user-7" } } } },
];
