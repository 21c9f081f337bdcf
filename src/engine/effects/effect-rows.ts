import type { Database } from "../../db/database.ts";
import { AppError } from "../../domain/errors.ts";
import type { RunContext } from "../../domain/run-context.ts";
import type { EffectAddress } from "./effect-address.ts";

/** How an effect stands: begun just now, begun before without a known outcome, or done. */
export type EffectStanding =
  | { status: "begun" }
  | { status: "unknown"; attempt: number }
  | { status: "done"; result: unknown };

type Row = { held: boolean; begun: boolean; status: string | null; result: string | null; attempt: number };

/** The effects of one run in Postgres. All of it throws `claim_lost` when the run is another worker's by now. */
export function createEffectRows({ db }: { db: Database }) {
  function toValues({ tenantId, claim }: RunContext, { threadId, key }: EffectAddress): unknown[] {
    return [tenantId, threadId, key, claim?.runId ?? null, claim?.fence ?? null];
  }
  async function change(context: RunContext, text: string, values: unknown[]): Promise<void> {
    const changed = await db.run(context.tenantId, text, values);
    if (changed.length === 0) throw toLost(context);
  }
  return {
    /** Notes that it begins, unless it has before. */
    async begin(context: RunContext, address: EffectAddress, name: string): Promise<EffectStanding> {
      const values = [...toValues(context, address), name];
      const [row] = await db.run<Row>(context.tenantId, BEGIN, values);
      if (row === undefined || !row.held) throw toLost(context);
      if (row.begun) return { status: "begun" };
      if (row.status === "done") return { status: "done", result: JSON.parse(row.result ?? "null") };
      return { status: "unknown", attempt: row.attempt ?? 1 };
    },
    /** Takes an effect of unknown outcome for another attempt. */
    again: (context: RunContext, address: EffectAddress, attempt: number) =>
      change(context, AGAIN, [...toValues(context, address), attempt]),
    /** Notes of an effect of unknown outcome that it took place. */
    settle: (context: RunContext, address: EffectAddress, attempt: number) =>
      change(context, SETTLE, [...toValues(context, address), attempt]),
    /** Notes what it came to; also of a run that was stopped meanwhile, as long as nobody else has taken it over. */
    finish: (context: RunContext, address: EffectAddress, result: unknown) =>
      change(context, FINISH, [...toValues(context, address), JSON.stringify(result ?? null)]),
    /** Nothing happened: the next one begins anew. */
    forget: (context: RunContext, address: EffectAddress) =>
      change(context, FORGET, toValues(context, address)),
  };
}

function toLost({ claim }: RunContext): AppError {
  return new AppError("claim_lost", `Run ${claim?.runId ?? ""} is no longer this worker's to act for`);
}

const toClaim = (condition: string): string => `
  claim as (
    select 1 from runs where tenant_id = $1 and run_id = $4::uuid and fence = $5::bigint ${condition} for share
  ), held as (select 1 from claim union all select 1 where $4::uuid is null)`;

const HIT = "tenant_id = $1 and thread_id = $2 and key = $3";

/** A run that is to be stopped begins nothing more. */
const BEGIN = `
  with ${toClaim("and status = 'running' and cancel_action is null")}, begun as (
    insert into effects (tenant_id, thread_id, key, run_id, name)
    select $1, $2, $3, $4, $6 from held
    on conflict (tenant_id, thread_id, key) do nothing
    returning 1
  )
  select exists (select 1 from held) as held, exists (select 1 from begun) as begun, known.status, known.result,
    known.attempt
  from (select 1) as one left join (select status, result, attempt from effects where ${HIT}) as known on true`;

const AGAIN = `
  with ${toClaim("and status = 'running' and cancel_action is null")}
  update effects set attempt = attempt + 1, run_id = $4, started_at = now()
  from held where ${HIT} and status = 'started' and attempt = $6
  returning 1`;

const SETTLE = `
  with ${toClaim("and status = 'running' and cancel_action is null")}
  update effects set status = 'done', result = 'null', run_id = $4, done_at = now()
  from held where ${HIT} and status = 'started' and attempt = $6
  returning 1`;

const FINISH = `
  with ${toClaim("")}
  update effects set status = 'done', result = $6, done_at = now()
  from held where ${HIT} and status = 'started' and run_id is not distinct from $4
  returning 1`;

const FORGET = `
  with ${toClaim("")}
  delete from effects using held where ${HIT} and status = 'started' and run_id is not distinct from $4
  returning 1`;
