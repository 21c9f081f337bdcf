import type { Row } from "../database.ts";

/** One connection with a queue of its own, as the driver gives it with `max: 1`. */
export type Lane = {
  query<T extends Row>(text: string, values: readonly unknown[]): Promise<T[]>;
  end(): Promise<void>;
};

type LaneDeps = {
  count: number;
  /** `onClose` is called whenever the connection is lost. */
  open(onClose: () => void): Lane;
};

export type Lanes = {
  run<T extends Row>(tenantId: string, text: string, values: readonly unknown[]): Promise<T[]>;
  end(): Promise<void>;
};

type State = { lane: Lane; busy: number; tenant: string | null };

/**
 * Single statements without `begin` and `commit`: each is a transaction of its own, on a connection that remembers
 * for whom it last worked. Another tenant is set in front of the statement, in the same packet. A lost connection
 * forgets its tenant, and one without a tenant sees nothing and writes nothing.
 */
export function createLanes({ count, open }: LaneDeps): Lanes {
  const states = Array.from({ length: count }, () => {
    const state: State = { lane: open(() => (state.tenant = null)), busy: 0, tenant: null };
    return state;
  });

  /** An idle lane that worked for the tenant, an idle one, else the one with the shortest queue. */
  function choose(tenantId: string): State {
    let best: State | undefined;
    for (const state of states) {
      if (state.busy === 0 && state.tenant === tenantId) return state;
      if (best === undefined || state.busy < best.busy) best = state;
    }
    if (best === undefined) throw new Error("There must be at least one lane");
    return best;
  }

  return {
    async run<T extends Row>(tenantId: string, text: string, values: readonly unknown[]) {
      const state = choose(tenantId);
      state.busy += 1;
      try {
        if (state.tenant === tenantId) return await state.lane.query<T>(text, values);
        state.tenant = tenantId;
        const entered = state.lane.query("select set_config('app.tenant_id', $1, false)", [tenantId]);
        const [, rows] = await Promise.all([entered, state.lane.query<T>(text, values)]);
        return rows;
      } catch (error) {
        // Whether the tenant was set is not known: it is set again next time.
        state.tenant = null;
        throw error;
      } finally {
        state.busy -= 1;
      }
    },
    async end() {
      await Promise.all(states.map(({ lane }) => lane.end()));
    },
  };
}
