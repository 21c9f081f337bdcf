import type { Database } from "../db/database.ts";
import type { Run } from "../domain/run.ts";

export type DeliveryRef = { tenantId: string; deliveryId: string };

/** What was put into the outbox when the run ended. */
export type StoredRun = Run & {
  started_at: string | null;
  ended_at: string | null;
  error: { error: string; message: string } | null;
};

/** `push`: how the receiver of a task's end wants to be told; null for the webhook of a run. */
export type ClaimedDelivery = {
  url: string;
  run: StoredRun;
  values: unknown;
  attempts: number;
  push: unknown;
};

/** How long one attempt has the delivery for itself; a process that dies meanwhile loses it after that. */
const CLAIMED_SECONDS = 15;

/** Takes the delivery for its next attempt; undefined when that was made already, or none is to be made. */
export async function claimDelivery(
  db: Database,
  { tenantId, deliveryId }: DeliveryRef,
  attempts: number,
): Promise<ClaimedDelivery | undefined> {
  const [row] = await db.run<ClaimedDelivery>(tenantId, CLAIM, [
    tenantId,
    deliveryId,
    attempts,
    CLAIMED_SECONDS,
  ]);
  return row;
}

export type Settlement =
  | { kind: "delivered"; status: number }
  | { kind: "later"; status: number | null; error: string; seconds: number }
  | { kind: "dead"; status: number | null; error: string }
  /** The attempt was broken off from our side and does not count. */
  | { kind: "given-back" };

/** Notes what came of the attempt, unless another one has been made since. */
export async function settleDelivery(
  db: Database,
  { tenantId, deliveryId }: DeliveryRef,
  attempts: number,
  settlement: Settlement,
): Promise<void> {
  const address = [tenantId, deliveryId, attempts];
  switch (settlement.kind) {
    case "delivered":
      await db.run(tenantId, DELIVERED, [...address, settlement.status]);
      return;
    case "later":
      await db.run(tenantId, LATER, [...address, settlement.status, settlement.error, settlement.seconds]);
      return;
    case "dead":
      await db.run(tenantId, DEAD, [...address, settlement.status, settlement.error]);
      return;
    case "given-back":
      await db.run(tenantId, GIVEN_BACK, address);
  }
}

const CLAIM = `
  update webhook_deliveries set attempts = attempts + 1, next_at = now() + $4::int * interval '1 second'
  where tenant_id = $1 and delivery_id = $2 and status = 'pending' and attempts = $3
  returning url, run, values, push, attempts`;

const MINE = "where tenant_id = $1 and delivery_id = $2 and attempts = $3 and status = 'pending'";

const DELIVERED = `
  update webhook_deliveries set status = 'delivered', delivered_at = now(), last_status = $4::int, last_error = null,
    run = null, values = null, push = null ${MINE}`;

const LATER = `
  update webhook_deliveries set last_status = $4::int, last_error = $5,
    next_at = now() + $6::float8 * interval '1 second' ${MINE}`;

const DEAD = `update webhook_deliveries set status = 'dead', last_status = $4::int, last_error = $5 ${MINE}`;

const GIVEN_BACK = `update webhook_deliveries set attempts = attempts - 1, next_at = now() ${MINE}`;
