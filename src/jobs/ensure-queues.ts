import type { PgBoss } from "pg-boss";
import type { JobKind } from "./job-kinds.ts";

/** Seconds. Jobs that are over say nothing that our own tables do not say. */
const KEPT = 600;

/** Makes the queues, or brings them up to date with what this build says of them. */
export async function ensureQueues(boss: PgBoss, kinds: readonly JobKind[]): Promise<void> {
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const { name, timeoutSeconds } of kinds) {
    const options = {
      notify: true,
      retryLimit: 0,
      // A little longer than the process itself allows, which knows better how the attempt ended.
      expireInSeconds: timeoutSeconds + 5,
      deleteAfterSeconds: KEPT,
    };
    const queue = known.get(name);
    if (queue === undefined) await boss.createQueue(name, { policy: "exclusive", ...options });
    else if (queue.expireInSeconds !== options.expireInSeconds || queue.deleteAfterSeconds !== KEPT)
      await boss.updateQueue(name, options);
  }
}
