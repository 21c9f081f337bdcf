import { z } from "zod";
import { AppError } from "../../../domain/errors.ts";
import { defineRoute } from "../../define-route.ts";
import { toProblem } from "../../problem.ts";
import { queryBoolean } from "../../query.ts";
import { toJson } from "../../reply.ts";

export const route = defineRoute({
  method: "get",
  path: "/ok",
  access: "public",
  tag: "System",
  summary: "Whether the service answers; with check_db also whether its parts do",
  query: z.object({ check_db: queryBoolean }),
  reply: { status: 200, description: "It does" },
  async handle({ service, query, ctx }) {
    if (query.check_db !== true) return toJson({ ok: true });
    const { healthy, services } = await service.health.check();
    if (healthy) return toJson({ ok: true, services });
    const { status, body } = toProblem(new AppError("internal", "unhealthy"), ctx.requestId);
    return toJson({ ...body, ok: false, detail: "Unhealthy", message: "Unhealthy", services }, {}, status);
  },
});
