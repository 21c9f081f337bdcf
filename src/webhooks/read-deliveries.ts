import type { Database } from "../db/database.ts";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import type { Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import type { DeliveryStatus, WebhookDelivery } from "../domain/webhook.ts";

type ListInput = { status?: DeliveryStatus | undefined; limit: number; offset: number };

const COLUMNS = `delivery_id, run_id, thread_id, url, status, attempts,
  case when status = 'pending' then next_at end as next_at, last_status, last_error, created_at, delivered_at`;

/** Deliveries of the threads that the caller may see, newest first. */
export function createListDeliveries({ db }: { db: Database }) {
  return async function listDeliveries({ ctx, input }: { ctx: CallContext; input: ListInput }) {
    const { tenantId } = ctx.principal;
    const { filter } = await ctx.authorize("threads:search", {});
    const values: unknown[] = [tenantId];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const conditions = ["d.tenant_id = $1", toVisible(filter, bind)];
    if (input.status !== undefined) conditions.push(`d.status = ${bind(input.status)}`);
    const where = conditions.join(" and ");
    const [count] = await db.run<{ total: number }>(
      tenantId,
      `select count(*) as total from webhook_deliveries d where ${where}`,
      values,
    );
    const rows = await db.run<WebhookDelivery>(
      tenantId,
      `select ${COLUMNS} from webhook_deliveries d where ${where}
       order by created_at desc, delivery_id desc limit ${bind(input.limit)} offset ${bind(input.offset)}`,
      values,
    );
    return { rows, total: count?.total ?? 0 };
  };
}

type RetryDeps = { db: Database; wake(): void };

/** Tries a dead delivery anew, or a pending one at once. Throws `delivery_not_found`, `delivery_done`. */
export function createRetryDelivery({ db, wake }: RetryDeps) {
  type Input = { deliveryId: string };
  return async function retryDelivery({ ctx, input }: { ctx: CallContext; input: Input }) {
    const { tenantId } = ctx.principal;
    const address = [tenantId, input.deliveryId];
    const [found] = await db.run<{ thread_id: string; status: DeliveryStatus }>(tenantId, FIND, address);
    if (found === undefined) throw notFound();
    const { filter } = await ctx.authorize("threads:update", { thread_id: found.thread_id });
    const values: unknown[] = [...address];
    const visible = toVisible(filter, (value) => `$${values.push(value)}`);
    const [row] = await db.run<WebhookDelivery>(
      tenantId,
      `${RETRY} and ${visible} returning ${COLUMNS}`,
      values,
    );
    if (row !== undefined) {
      wake();
      return row;
    }
    if (found.status === "delivered")
      throw new AppError("delivery_done", "The webhook has been delivered already");
    throw notFound();
  };
}

function notFound(): AppError {
  return new AppError("delivery_not_found", "Delivery not found");
}

/** A delivery belongs to whom its thread belongs to. */
function toVisible(filter: MetadataFilter | null, bind: Bind): string {
  if (filter === null) return "true";
  return `exists (select 1 from threads t where t.tenant_id = d.tenant_id and t.thread_id = d.thread_id
    and ${toFilterCondition("t.metadata", filter, bind)})`;
}

const FIND = "select thread_id, status from webhook_deliveries where tenant_id = $1 and delivery_id = $2";

const RETRY = `
  update webhook_deliveries d set status = 'pending', next_at = now(),
    attempts = case when status = 'dead' then 0 else attempts end
  where d.tenant_id = $1 and d.delivery_id = $2 and d.status <> 'delivered'`;
