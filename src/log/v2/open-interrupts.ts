import { z } from "zod";
import type { ThreadRow } from "../event-row.ts";

export type OpenInterrupt = { ns: string; id: string; value: unknown };

/** How a graph says, in place of a state, that it waits. */
const PREFIX = '{"__interrupt__":[';

const Stop = z.strictObject({
  __interrupt__: z.array(z.object({ id: z.string().optional(), value: z.unknown() })),
});

/** What a run asks, each id once, at the graph that asked: those around it only pass it on. */
export function createInterrupts() {
  const raised = new Map<string, OpenInterrupt>();
  return {
    /** True when the row of values is no state. */
    note({ ns, json }: ThreadRow): boolean {
      if (!json.startsWith(PREFIX)) return false;
      const stop = Stop.safeParse(JSON.parse(json));
      if (!stop.success) return false;
      for (const { id, value } of stop.data.__interrupt__) {
        if (id === undefined) continue;
        const known = raised.get(id);
        if (known === undefined || known.ns.length < ns.length) raised.set(id, { ns, id, value });
      }
      return true;
    },
    /** Those that stand in the thread's row. */
    open: (standing: readonly string[] = []): OpenInterrupt[] =>
      [...raised.values()].filter(({ id }) => standing.includes(id)),
  };
}
