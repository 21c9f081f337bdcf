import { StorePut } from "../../../domain/store.ts";
import { defineRoute } from "../../define-route.ts";
import { toEmpty } from "../../reply.ts";

export const route = defineRoute({
  method: "put",
  path: "/store/items",
  access: "caller",
  tag: "Store",
  summary: "Put an item under a namespace and a key",
  body: StorePut,
  reply: { status: 204, description: "Kept" },
  async handle({ verbs, ctx, body }) {
    await verbs.store.put({ ctx, input: body });
    return toEmpty(204);
  },
});
