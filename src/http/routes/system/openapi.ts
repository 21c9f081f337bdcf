import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/openapi.json",
  access: "public",
  tag: "System",
  summary: "This description",
  reply: { status: 200, description: "OpenAPI 3.1" },
  handle: ({ service }) => toJson(service.openApi()),
});
