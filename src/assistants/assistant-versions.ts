import type { Database } from "../db/database.ts";
import type { Assistant, AssistantVersion } from "../domain/assistant.ts";
import { toFilterCondition } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import { toJsonCondition, type Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import { ASSISTANT_COLUMNS, IS_SYSTEM, toReferencedId, toRefusal } from "./assistant-row.ts";
import type { AssistantReader } from "./find-assistant.ts";

type ListCall = {
  ctx: CallContext;
  input: {
    assistantId: string;
    limit: number;
    offset: number;
    metadata?: Record<string, unknown> | null | undefined;
  };
};
type Deps = {
  db: Database;
  assistants: AssistantReader;
  ensureDefaults(tenantId: string): Promise<void>;
};

/** The versions of an assistant, newest first, without those outside the caller's filter. Throws `assistant_not_found`. */
export function createListVersions({ db, assistants }: Pick<Deps, "db" | "assistants">) {
  return async function listVersions({ ctx, input }: ListCall): Promise<AssistantVersion[]> {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("assistants:read", {
      assistant_id: toReferencedId(input.assistantId),
      metadata: input.metadata ?? {},
    });
    const { assistant_id: assistantId } = await assistants.read(tenantId, value.assistant_id, filter);
    const values: unknown[] = [tenantId, assistantId];
    const bind: Bind = (bound) => `$${values.push(bound)}`;
    const conditions = [
      "tenant_id = $1",
      "assistant_id = $2",
      toJsonCondition("metadata", value.metadata, bind),
      `(${OF_DEFAULT} or ${toFilterCondition("metadata", filter, bind)})`,
    ];
    return db.run<AssistantVersion>(
      tenantId,
      `select assistant_id, graph_id, config, context, metadata, name, description, version, created_at
       from assistant_versions where ${conditions.join(" and ")}
       order by version desc limit ${bind(input.limit)} offset ${bind(input.offset)}`,
      values,
    );
  };
}

/** Those of a default assistant are for everybody to read, like itself. */
const OF_DEFAULT = `exists (
  select 1 from assistants where tenant_id = $1 and assistant_id = $2 and ${IS_SYSTEM}
)`;

type SetCall = { ctx: CallContext; input: { assistantId: string; version: number } };

/**
 * Puts an assistant back to one of its versions; the versions after it stay. Neither may lie outside the caller's
 * filter. Throws `assistant_not_found`, `assistant_version_not_found`.
 */
export function createSetLatest({ db, assistants, ensureDefaults }: Deps) {
  return async function setLatest({ ctx, input }: SetCall): Promise<Assistant> {
    const { tenantId } = ctx.principal;
    await ensureDefaults(tenantId);
    const { value, filter } = await ctx.authorize("assistants:update", {
      assistant_id: toReferencedId(input.assistantId),
      version: input.version,
    });
    const values: unknown[] = [tenantId, value.assistant_id, value.version];
    const bind: Bind = (bound) => `$${values.push(bound)}`;
    const allowed = ["held.metadata", "chosen.metadata"].map((column) =>
      toFilterCondition(column, filter, bind),
    );
    const [row] = await db.run<Assistant>(tenantId, toStatement(allowed.join(" and ")), values);
    if (row === undefined)
      throw (await toRefusal(db, tenantId, value.assistant_id, filter)) ?? versionNotFound();
    assistants.forget(tenantId, row.assistant_id);
    return row;
  };
}

function versionNotFound(): AppError {
  return new AppError("assistant_version_not_found", "Assistant version not found");
}

const HELD_COLUMNS = ASSISTANT_COLUMNS.replaceAll(/\w+/g, "held.$&");

const toStatement = (allowed: string): string => `
  update assistants as held set
    graph_id = chosen.graph_id, config = chosen.config, context = chosen.context, metadata = chosen.metadata,
    name = chosen.name, description = chosen.description, version = chosen.version, updated_at = now()
  from assistant_versions as chosen
  where held.tenant_id = $1 and held.assistant_id = $2
    and chosen.tenant_id = $1 and chosen.assistant_id = $2 and chosen.version = $3 and ${allowed}
  returning ${HELD_COLUMNS}`;
