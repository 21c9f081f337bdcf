import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/ready",
  access: "public",
  tag: "System",
  summary: "Whether requests are welcome: 503 while starting and while draining",
  reply: { status: 200, description: "They are" },
  async handle({ service: { health } }) {
    const ready = await health.isReady();
    return toJson({ ready }, { "Cache-Control": "no-store" }, ready ? 200 : 503);
  },
});
