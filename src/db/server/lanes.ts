import type { Row } from "../database.ts";
import type { Connection } from "./connection.ts";
import { createWaitingLine } from "./waiting-line.ts";

type LaneDeps = { count: number; open(onLost: () => void): Connection };

export type Lanes = {
  run<T extends Row>(tenantId: string, text: string, values: readonly unknown[]): Promise<T[]>;
  end(): Promise<void>;
};

type Lane = { connection: Connection; busy: number; tenant: string | null };

const ENTER = "select set_config('app.tenant_id', $1, false)";

/**
 * Single statements without `begin` and `commit`: each is a transaction of its own, on a connection that remembers
 * for whom it last worked. Only a connection on which nothing is under way changes its tenant, because the driver may
 * repeat a statement behind later ones. A lost connection is replaced together with all that waited for it.
 */
export function createLanes({ count, open }: LaneDeps): Lanes {
  const line = createWaitingLine<Lane>();
  let ended = false;
  const lanes = Array.from({ length: count }, (_, place) => start(place));

  function start(place: number): Lane {
    const lane: Lane = { connection: open(() => replace(place, lane)), busy: 0, tenant: null };
    return lane;
  }
  function replace(place: number, lost: Lane): void {
    if (ended || lanes[place] !== lost) return;
    const lane = start(place);
    lanes[place] = lane;
    line.serve(lane);
  }

  /** An idle lane that worked for the tenant, an idle one, else the tenant's with the shortest queue. */
  function find(tenantId: string): Lane | undefined {
    let idle: Lane | undefined;
    let shared: Lane | undefined;
    for (const lane of lanes) {
      if (lane.busy === 0) {
        if (lane.tenant === tenantId) return lane;
        if (idle === undefined || (idle.tenant !== null && lane.tenant === null)) idle = lane;
      } else if (lane.tenant === tenantId && (shared === undefined || lane.busy < shared.busy)) shared = lane;
    }
    return idle ?? shared;
  }

  async function work<T extends Row>(
    lane: Lane,
    tenantId: string,
    text: string,
    values: readonly unknown[],
  ): Promise<T[]> {
    const { connection } = lane;
    if (lane.tenant === tenantId) return connection.query<T>(text, values);
    const entered = connection.query(ENTER, [tenantId]);
    if (lane.tenant !== null) {
      lane.tenant = null;
      await entered;
      lane.tenant = tenantId;
      return connection.query<T>(text, values);
    }
    // Without a tenant it sees nothing, so that the statement may leave in the same packet.
    const [, rows] = await Promise.all([
      entered.then(() => (lane.tenant = tenantId)),
      connection.query<T>(text, values),
    ]);
    return rows;
  }

  return {
    async run(tenantId, text, values) {
      const lane = (line.isEmpty() ? find(tenantId) : undefined) ?? (await line.join());
      lane.busy += 1;
      try {
        return await work(lane, tenantId, text, values);
      } finally {
        lane.busy -= 1;
        if (lane.busy === 0 && !lane.connection.isLost()) line.serve(lane);
      }
    },
    async end() {
      ended = true;
      await Promise.all(lanes.map(({ connection }) => connection.end()));
    },
  };
}
