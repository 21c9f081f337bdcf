import { z } from "zod";
import { StoreSearch } from "../../../domain/store.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";
import { StoreItemShape } from "../../reply-shapes.ts";

export const route = defineRoute({
  method: "post",
  path: "/store/items/search",
  access: "caller",
  tag: "Store",
  summary: "Find items below a namespace: the latest changed first, with a query the best first",
  body: StoreSearch,
  reply: {
    status: 200,
    description: "One page of items",
    schema: z.object({ items: z.array(StoreItemShape) }),
  },
  async handle({ verbs, ctx, body }) {
    return toJson({ items: await verbs.store.search({ ctx, input: body }) });
  },
});
