import {
  maxChannelVersion,
  TASKS,
  type CheckpointTuple,
  type SerializerProtocol,
} from "@langchain/langgraph-checkpoint";
import type { Database } from "../../db/database.ts";
import { fromStoredValue } from "./stored-value.ts";
import { nextVersion } from "./version.ts";

/** From this format on, pending sends are a channel of the checkpoint; before, they were writes of its parent. */
const SENDS_ARE_A_CHANNEL = 4;

type SendRow = {
  thread_id: string;
  checkpoint_ns: string;
  checkpoint_id: string;
  type: string;
  value: string;
};
type Deps = { db: Database; serde: SerializerProtocol; tenantId: string };

/** Brings checkpoints of the old format (only imported ones have it) up to the present one. */
export async function migratePendingSends(deps: Deps, tuples: CheckpointTuple[]): Promise<void> {
  const old = tuples.flatMap(({ checkpoint, parentConfig }) =>
    checkpoint.v < SENDS_ARE_A_CHANNEL && parentConfig !== undefined ? { checkpoint, parentConfig } : [],
  );
  if (old.length === 0) return;
  const rows = await readSends(
    deps,
    old.map(({ parentConfig }) => toPlace(parentConfig.configurable ?? {})),
  );
  for (const { checkpoint, parentConfig } of old) {
    const place = toPlace(parentConfig.configurable ?? {}).join("\0");
    const mine = rows.filter((row) => toPlace(row).join("\0") === place);
    checkpoint.channel_values[TASKS] = await Promise.all(mine.map((row) => fromStoredValue(deps.serde, row)));
    const versions = Object.values(checkpoint.channel_versions);
    checkpoint.channel_versions[TASKS] =
      versions.length > 0 ? maxChannelVersion(...versions) : nextVersion(undefined);
  }
}

function readSends({ db, tenantId }: Deps, places: string[][]): Promise<SendRow[]> {
  const column = (index: number) => places.map((place) => place[index]);
  return db.run<SendRow>(
    tenantId,
    `select thread_id, checkpoint_ns, checkpoint_id, type, value from checkpoint_writes
     where tenant_id = $1::uuid and channel = $2 and (thread_id, checkpoint_ns, checkpoint_id) in (
       select * from unnest($3::text[], $4::text[], $5::text[])
     )
     order by task_id, idx`,
    [tenantId, TASKS, column(0), column(1), column(2)],
  );
}

function toPlace(of: { thread_id?: unknown; checkpoint_ns?: unknown; checkpoint_id?: unknown }): string[] {
  return [String(of.thread_id), String(of.checkpoint_ns), String(of.checkpoint_id)];
}
