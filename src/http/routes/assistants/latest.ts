import { z } from "zod";
import { AppError } from "../../../domain/errors.ts";
import { defineRoute } from "../../define-route.ts";
import { assistantPath } from "../../path-ids.ts";
import { queryInteger } from "../../query.ts";
import { toJson } from "../../reply.ts";
import { AssistantShape } from "../../reply-shapes.ts";

const HIGHEST = 2_147_483_647;

export const route = defineRoute({
  method: "post",
  path: "/assistants/:assistant_id/latest",
  access: "caller",
  tag: "Assistants",
  summary: "Put an assistant back to one of its versions",
  params: assistantPath,
  query: z.object({ version: queryInteger(1, HIGHEST).describe("When the body has none") }),
  body: z.object({ version: z.number().int().min(1).max(HIGHEST).nullish() }),
  reply: { status: 200, description: "The assistant at that version", schema: AssistantShape },
  async handle({ verbs, ctx, params, query, body }) {
    const version = body.version ?? query.version;
    if (version === undefined) {
      throw new AppError("validation_failed", "version: is required", {
        fix: "Send the number of a version, in the body or in the query.",
        errors: [{ path: "version", message: "is required" }],
      });
    }
    const input = { assistantId: params.assistant_id, version };
    return toJson(await verbs.assistants.setLatest({ ctx, input }));
  },
});
