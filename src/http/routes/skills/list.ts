import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/skills",
  access: "caller",
  tag: "Skills",
  summary: "Every skill file, and what is wrong with those that do not load",
  reply: { status: 200, description: "One row a skill file" },
  async handle({ verbs, ctx }) {
    return toJson(await verbs.skills.list({ ctx, input: {} }));
  },
});
