import { z } from "zod";
import { StoreNamespaces } from "../../../domain/store.ts";
import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "post",
  path: "/store/namespaces",
  access: "caller",
  tag: "Store",
  summary: "List namespaces that hold items",
  body: StoreNamespaces,
  reply: {
    status: 200,
    description: "Namespaces in the order of their labels",
    schema: z.object({ namespaces: z.array(z.array(z.string())) }),
  },
  async handle({ verbs, ctx, body }) {
    return toJson({ namespaces: await verbs.store.namespaces({ ctx, input: body }) });
  },
});
