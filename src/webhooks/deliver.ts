import type { Database } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import type { Run } from "../domain/run.ts";
import type { Log } from "../telemetry/log.ts";
import {
  claimDelivery,
  settleDelivery,
  type ClaimedDelivery,
  type DeliveryRef,
  type Settlement,
  type StoredRun,
} from "./delivery-row.ts";
import type { Post, PostResult } from "./post.ts";
import type { WebhookSecrets } from "./secrets.ts";
import { toSignatureHeaders } from "./sign.ts";

export type DeliverDeps = {
  db: Database;
  clock: Clock;
  log: Log;
  post: Post;
  findSecrets: WebhookSecrets;
  /** The run as a client may see it. */
  toRun(row: Run): Run;
  /** What a watcher of a task is told; `push` is what the outbox keeps of its wishes. */
  toPush(push: unknown, ended: PushedRun): { body: string; headers: Record<string, string> };
  /** Waits before the second attempt and each later one, in seconds. */
  retrySeconds: readonly number[];
  /** Between 0 and 1, so that what failed together does not come back together. */
  random(): number;
};

/** A run as a client may see it, what it led to, and why it failed. */
export type PushedRun = { run: Run; values: unknown; error: StoredRun["error"] };

type Attempt = DeliveryRef & { attempts: number; signal: AbortSignal };

/** Part of a wait that chance may add. */
const JITTER = 0.2;
const WORTH_ANOTHER = new Set([408, 429]);
const MOST_TEXT = 500;

/**
 * Makes the next attempt at a delivery, of which `attempts` were made before. Answers the milliseconds until the one
 * after that, null when none is to come.
 */
export function createDeliver(deps: DeliverDeps) {
  const { db, clock, log, post, findSecrets, retrySeconds, random } = deps;
  return async function deliver({ signal, attempts: before, ...ref }: Attempt): Promise<number | null> {
    const delivery = await claimDelivery(db, ref, before);
    if (delivery === undefined) return null;
    const { url, attempts } = delivery;
    const now = clock.now();
    const { body, headers: asked } = toMessage(delivery, deps, now);
    const signature = toSignatureHeaders({
      id: ref.deliveryId,
      timestamp: Math.floor(now.getTime() / 1_000),
      body,
      secrets: await findSecrets(ref.tenantId),
    });
    const result = await post({ url, headers: { ...asked, ...signature }, body, signal });
    // Broken off by us, not by the receiver: it does not count.
    const isOurs = signal.aborted && result.kind !== "answered";
    const settlement = isOurs ? ({ kind: "given-back" } as const) : toSettlement(result, attempts);
    await settleDelivery(db, ref, attempts, settlement);
    if (settlement.kind === "dead") {
      const { status, error } = settlement;
      const facts = { tenant_id: ref.tenantId, delivery_id: ref.deliveryId, attempts, status, error };
      log.warn(facts, "webhook given up");
    }
    return settlement.kind === "later" ? settlement.seconds * 1_000 : null;
  };

  function toSettlement(result: PostResult, attempts: number): Settlement {
    if (result.kind === "answered" && result.status >= 200 && result.status < 300)
      return { kind: "delivered", status: result.status };
    const failure = toFailure(result);
    const wait = retrySeconds[attempts - 1];
    if (wait === undefined || !isWorthAnother(result)) return { kind: "dead", ...failure };
    return { kind: "later", ...failure, seconds: wait * (1 + JITTER * random()) };
  }
}

function toFailure(result: PostResult): { status: number | null; error: string } {
  if (result.kind === "answered") return { status: result.status, error: `answered ${result.status}` };
  return { status: null, error: result.reason.slice(0, MOST_TEXT) };
}

function isWorthAnother(result: PostResult): boolean {
  if (result.kind !== "answered") return result.kind === "failed";
  return result.status >= 500 || WORTH_ANOTHER.has(result.status);
}

type Rendering = Pick<DeliverDeps, "toRun" | "toPush">;

/** PROTOCOL 4.8: the run, when it began and ended, the state it led to, and what went wrong. */
function toMessage(delivery: ClaimedDelivery, { toRun, toPush }: Rendering, now: Date) {
  const { run: stored, values, push } = delivery;
  const { started_at: started, ended_at: ended, error, ...row } = stored;
  const run = toRun({ ...row, created_at: toIso(row.created_at), updated_at: toIso(row.updated_at) });
  if (push !== null) return toPush(push, { run, values, error });
  const body = {
    ...run,
    run_started_at: started === null ? null : toIso(started),
    run_ended_at: ended === null ? null : toIso(ended),
    webhook_sent_at: now.toISOString(),
    values,
    ...(error === null ? {} : { error: toErrorText(error) }),
  };
  return { body: JSON.stringify(body), headers: {} };
}

function toErrorText({ error, message }: NonNullable<StoredRun["error"]>): string {
  return message === "" ? error : `${error}: ${message}`;
}

/** Moments inside stored JSON have Postgres's own form. */
function toIso(moment: string): string {
  return new Date(moment).toISOString();
}
