import { z } from "zod";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { defineTool } from "./tool.ts";

const DEFAULT_LIMIT = 5;
const MAX_QUERY_CHARACTERS = 20_000;

const Input = z
  .object({
    query: z.string().trim().min(1).max(MAX_QUERY_CHARACTERS).describe("What to look for, in plain words"),
    limit: z
      .number()
      .int()
      .min(1)
      .max(20)
      .optional()
      .describe(`How many passages; ${DEFAULT_LIMIT} when left out`),
  })
  .strict();

const Output = z.object({
  passages: z.array(
    z.object({
      id: z.string(),
      document_id: z.string(),
      title: z.string(),
      heading: z.string(),
      text: z.string(),
      score: z.number(),
    }),
  ),
});

export function createKnowledgeSearch({ knowledge }: { knowledge: Pick<Knowledge, "search"> }) {
  return defineTool({
    name: "knowledge-search",
    description:
      "Searches the documents this business has uploaded (price lists, handbooks, reports, earlier campaigns) and " +
      "returns the passages that answer best. Use it before stating anything about the business's own facts.",
    destructive: false,
    input: Input,
    output: Output,
    async run({ tenantId }, { query, limit = DEFAULT_LIMIT }) {
      return { passages: await knowledge.search(tenantId, query, { limit }) };
    },
    toFacts: ({ passages }) => ({ facts: [], passages }),
  });
}
