import { randomBytes } from "node:crypto";
import type { Database } from "../db/database.ts";

export type WebhookSecrets = (tenantId: string) => Promise<readonly string[]>;

const KEY_BYTES = 32;

/** The configured secrets; without any each tenant has one of its own, made when it is first asked for. */
export function createWebhookSecrets({
  db,
  configured,
}: {
  db: Database;
  configured: readonly string[];
}): WebhookSecrets {
  return async function findSecrets(tenantId) {
    if (configured.length > 0) return configured;
    const [known] = await db.run<{ secret: string }>(tenantId, FIND, [tenantId]);
    if (known !== undefined) return [known.secret];
    const fresh = `whsec_${randomBytes(KEY_BYTES).toString("base64")}`;
    await db.run(tenantId, ADD, [tenantId, fresh]);
    const [added] = await db.run<{ secret: string }>(tenantId, FIND, [tenantId]);
    return [added?.secret ?? fresh];
  };
}

const FIND = "select secret from webhook_secrets where tenant_id = $1";
const ADD = "insert into webhook_secrets (tenant_id, secret) values ($1, $2) on conflict do nothing";
