import type { Bus } from "../bus/bus.ts";
import type { Signals } from "../bus/signals.ts";
import type { Database } from "../db/database.ts";
import { createLookout } from "./lookout.ts";
import { createPlace, type LiveEnd, type Place, type Watch } from "./place.ts";
import { createRelay, type ThreadAddress } from "./relay.ts";
import type { Claim } from "./window.ts";

/** The rows of one thread, or with a run's id only that run's. */
export type Scope = ThreadAddress & { runId: string | null };

/**
 * Live ends of threads, fed by the runs that this process executes and, through Redis, by those of other processes; and
 * the door bell for everybody who waits for news. Readers use it through `createFollowRun` and `createFollowLog`.
 *
 *   run here       > open().show  > place > watch > reader
 *                                 > relay > Redis > relay > place > watch > reader elsewhere
 *   stored, ended  > announce     > signals > place (look into Postgres) > watch > reader elsewhere
 */
export type Hub = {
  /** `isHeld`: whether the claim is known to stand; what a worker shows that may have lost it is not passed on. */
  open(address: ThreadAddress, claim: Claim, isHeld: () => boolean): LiveEnd;
  watch(scope: Scope): Watch;
  /** Something happened to the run that its rows do not show: readers look into Postgres, here and elsewhere. */
  announce(run: ThreadAddress & { runId: string }): void;
  start(): Promise<void>;
  close(): void;
};

type HubDeps = { db: Database; bus: Bus; signals: Signals; onTrouble(error: unknown): void };

const TICK_MS = 1_000;

export function createHub({ db, bus, signals, onTrouble }: HubDeps): Hub {
  const places = new Map<string, Place>();
  const relay = createRelay(bus);
  const lookout = createLookout({ db, onTrouble });

  function placeOf(address: ThreadAddress): Place {
    const key = `${address.tenantId} ${address.threadId}`;
    const place = places.get(key) ?? createPlace(address, relay);
    places.set(key, place);
    return place;
  }
  function tick(): void {
    for (const [key, place] of places) if (place.rest()) places.delete(key);
    void lookout([...places.values()].filter((place) => place.isBlind()));
  }
  const timer = setInterval(tick, TICK_MS);
  timer.unref();

  return {
    open(address, claim, isHeld) {
      const place = placeOf(address);
      const end = place.open(claim, isHeld);
      const speaker = relay.speak(address, claim);
      const tell = (): void => signals.tell("rf_thread", toPayload({ ...address, runId: claim.runId }));
      return {
        show(row) {
          if (!isHeld()) return;
          end.show(row);
          speaker.show(row);
        },
        stored(lastSeq) {
          end.stored(lastSeq);
          speaker.announce(lastSeq);
          if (!relay.isUp()) tell();
        },
        close() {
          end.close();
          speaker.close();
          tell();
        },
      };
    },
    watch: (scope) => placeOf(scope).watch(scope.runId),
    announce(run) {
      places.get(`${run.tenantId} ${run.threadId}`)?.look(run.runId);
      signals.tell("rf_thread", toPayload(run));
    },
    start: () =>
      signals.hear("rf_thread", {
        onSignal(payload) {
          const [tenantId, threadId, runId] = payload.split(" ");
          places.get(`${tenantId} ${threadId}`)?.look(runId ?? null);
        },
        onGap: () => places.forEach((place) => place.look(null)),
      }),
    close() {
      clearInterval(timer);
      relay.close();
    },
  };
}

function toPayload({ tenantId, threadId, runId }: ThreadAddress & { runId: string }): string {
  return `${tenantId} ${threadId} ${runId}`;
}
