import type { Database } from "../db/database.ts";
import type { Assistant } from "../domain/assistant.ts";
import { matchesFilter, type MetadataFilter } from "../domain/authorization.ts";
import type { Clock } from "../domain/clock.ts";
import { assistantNotFound, readAssistant, toReferencedId, type StoredAssistant } from "./assistant-row.ts";

const KEPT_MS = 1_000;
const MOST_KEPT = 1_000;

/**
 * An assistant by its id, or the default one of a graph by the graph's id. Outside the filter it is as if it were not
 * there, except a default assistant, which everybody may read and run. Throws `assistant_not_found`. The answer is
 * shared: do not change it.
 */
export type FindAssistant = (
  tenantId: string,
  reference: string,
  filter?: MetadataFilter | null,
) => Promise<Assistant>;

export type AssistantReader = {
  /** For runs: what was read within the last second may be answered again. */
  find: FindAssistant;
  /** As it is now. */
  read: FindAssistant;
  /** Call it after each change, so that this process reads the assistant anew. */
  forget(tenantId: string, assistantId: string): void;
};

type ReaderDeps = { db: Database; clock: Clock; ensureDefaults(tenantId: string): Promise<void> };

/**
 * Reads assistants of tenants that have been given their default ones. `find` keeps at most a thousand, for one second:
 * it sees a change made by this process at once, one made by another process at most a second later.
 */
export function createAssistantReader({ db, clock, ensureDefaults }: ReaderDeps): AssistantReader {
  const kept = new Map<string, { stored: StoredAssistant; until: number }>();
  let changes = 0;

  async function readKept(tenantId: string, assistantId: string): Promise<StoredAssistant | undefined> {
    const address = `${tenantId}/${assistantId}`;
    const known = kept.get(address);
    if (known !== undefined && clock.now().getTime() < known.until) return known.stored;
    kept.delete(address);
    const seen = changes;
    const stored = await readAssistant(db, tenantId, assistantId);
    // What was read before somebody changed it must not outlive the change.
    if (stored === undefined || seen !== changes) return stored;
    for (const oldest of kept.keys()) {
      if (kept.size < MOST_KEPT) break;
      kept.delete(oldest);
    }
    kept.set(address, { stored, until: clock.now().getTime() + KEPT_MS });
    return stored;
  }

  return {
    async find(tenantId, reference, filter = null) {
      await ensureDefaults(tenantId);
      return toVisible(await readKept(tenantId, toReferencedId(reference)), filter);
    },
    async read(tenantId, reference, filter = null) {
      await ensureDefaults(tenantId);
      return toVisible(await readAssistant(db, tenantId, toReferencedId(reference)), filter);
    },
    forget(tenantId, assistantId) {
      changes += 1;
      kept.delete(`${tenantId}/${assistantId}`);
    },
  };
}

function toVisible(stored: StoredAssistant | undefined, filter: MetadataFilter | null): Assistant {
  if (stored === undefined) throw assistantNotFound();
  const { assistant, isSystem } = stored;
  if (!isSystem && !matchesFilter(filter, assistant.metadata)) throw assistantNotFound();
  return assistant;
}
