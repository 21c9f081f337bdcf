import { z } from "zod";
import { defineRoute } from "../../define-route.ts";
import { queryText } from "../../query.ts";
import { toPage } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/metrics",
  access: "caller",
  tag: "System",
  summary: "Numbers of this process, for Prometheus or as JSON",
  query: z.object({ format: queryText.pipe(z.enum(["prometheus", "json"]).default("prometheus")) }),
  reply: { status: 200, description: "Text exposition format by default" },
  async handle({ service, query }) {
    const { contentType, text } = await service.metrics.read(query.format);
    return toPage(contentType, text, { "Cache-Control": "no-store" });
  },
});
