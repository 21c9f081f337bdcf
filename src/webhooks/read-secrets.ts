import { AppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import type { WebhookSecrets } from "./secrets.ts";

/** Throws `forbidden` for users of custom auth, who may be anybody: they get what the operator tells them. */
export function createReadSecrets({ findSecrets }: { findSecrets: WebhookSecrets }) {
  return async function readSecrets({ ctx }: { ctx: CallContext }): Promise<{ secrets: readonly string[] }> {
    const { tenantId, user } = ctx.principal;
    if (user !== null) throw new AppError("forbidden", "Forbidden");
    return { secrets: await findSecrets(tenantId) };
  };
}
