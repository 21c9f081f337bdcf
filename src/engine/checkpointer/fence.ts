import type { RunContext } from "../../domain/run-context.ts";
import { AppError } from "../../domain/errors.ts";

/**
 * The common table expression `claim` that every write selects from: one row as long as the claim holds, none when
 * the run belongs to another worker by now. The share lock keeps it so until the write is committed.
 */
export function toClaimClause(
  context: RunContext,
  firstParameter: number,
): { sql: string; values: unknown[] } {
  if (context.claim === undefined) return { sql: "claim as (select 1)", values: [] };
  return {
    sql: `claim as (
      select 1 from runs
      where tenant_id = $1::uuid and run_id = $${firstParameter}::uuid and fence = $${firstParameter + 1}::bigint
        and status = 'running'
      for share
    )`,
    values: [context.claim.runId, context.claim.fence],
  };
}

/** Every fenced write ends with this select; its one row tells whether the claim held. */
export const HELD = "select count(*)::int as held from claim";
export type HeldRow = { held: number };

export function refuseLostClaim(rows: HeldRow[], context: RunContext): void {
  if (rows[0]?.held === 1) return;
  throw new AppError(
    "claim_lost",
    `Run ${context.claim?.runId ?? ""} is no longer this worker's to write for`,
  );
}
