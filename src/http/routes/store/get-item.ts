import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { queryBoolean, queryList, queryText } from "../../query.ts";
import { toJson } from "../../reply.ts";
import { StoreItemShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "get",
  path: "/store/items",
  access: "caller",
  tag: "Store",
  summary: "Get an item; null when there is none",
  query: z.object({
    key: queryText.pipe(z.string({ error: "is required" })),
    namespace: queryList.describe("Labels joined with periods, or one parameter for each"),
    refresh_ttl: queryBoolean.describe("Whether the item gets its time to live anew"),
  }),
  reply: { status: 200, description: "The item", schema: StoreItemShape.nullable() },
  async handle({ verbs, ctx, query }) {
    const { namespace = [], key, refresh_ttl } = query;
    return toJson(
      await verbs.store.get({ ctx, input: { key, refresh_ttl, namespace: toLabels(namespace) } }),
    );
  },
});

/** One value is the whole namespace, several are its labels. */
function toLabels(namespace: string[]): string[] {
  const [only, ...others] = namespace;
  return only === undefined || others.length > 0 ? namespace : only.split(".");
}
