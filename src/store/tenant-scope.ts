import type { Database } from "../db/database.ts";

/** Whose items; every function of the store works inside one tenant. */
export type TenantScope = { db: Database; tenantId: string };
