import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/health",
  access: "public",
  tag: "System",
  summary: "The state of every part; 503 when one that is needed is down",
  reply: { status: 200, description: "UP, and each part" },
  async handle({ service: { health, settings } }) {
    const { healthy, services } = await health.check();
    const value = { status: healthy ? "UP" : "DOWN", version: settings.version, services };
    return toJson(value, { "Cache-Control": "no-store" }, healthy ? 200 : 503);
  },
});
