import { StoreDelete } from "../../../domain/store.ts";
import { defineRoute } from "../../define-route.ts";
import { toEmpty } from "../../reply.ts";

export const route = defineRoute({
  method: "delete",
  path: "/store/items",
  access: "caller",
  tag: "Store",
  summary: "Delete an item, whether or not it is there",
  body: StoreDelete,
  reply: { status: 204, description: "It is not there" },
  async handle({ verbs, ctx, body }) {
    await verbs.store.delete({ ctx, input: body });
    return toEmpty(204);
  },
});
