import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

const Document = z.object({ filename: z.string().trim().min(1).max(255), content: z.string().min(1) });
const Documents = z.object({ documents: z.array(Document).min(1).max(100) });

export const route = defineRoute({
  method: "post",
  path: "/api/v1/knowledge/documents",
  access: "caller",
  tag: "Knowledge",
  summary: "Add one document, or several, for answers to draw on",
  body: z.union([Documents, Document]),
  reply: { status: 200, description: "The document, or { documents } in the order they came" },
  async handle({ verbs, ctx, body }) {
    if (!("documents" in body)) return toJson(await verbs.knowledge.addDocument({ ctx, input: body }));
    const documents: object[] = [];
    // One after the other: each is split and indexed, and all of them at once would hold up everybody else.
    for (const input of body.documents) documents.push(await verbs.knowledge.addDocument({ ctx, input }));
    return toJson({ documents });
  },
});
