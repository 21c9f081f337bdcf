import type { Database } from "../db/database.ts";

/** How items are found by meaning. */
export type StoreIndex = {
  /** One vector of `dims` numbers for each text, in their order. */
  embed(texts: string[]): Promise<number[][]>;
  dims: number;
  /** Paths whose text is indexed when a put does not say which; `$` is the whole value. */
  fields: string[];
};

export type StoreTtl = {
  /** Minutes that an item lives when its put does not say; null is for ever. */
  defaultTtl: number | null;
  /** Whether reading an item gives it its time anew, when the reader does not say. */
  refreshOnRead: boolean;
};

/** Whose items, and by which rules; every function of the store works inside one tenant. */
export type TenantScope = { db: Database; tenantId: string; index: StoreIndex | null; ttl: StoreTtl };

export type OpenScope = (tenantId: string) => TenantScope;

export const NO_TTL: StoreTtl = { defaultTtl: null, refreshOnRead: true };

/** An item of which the time is over is as if it were not there, whether or not it is swept yet. */
export const IS_ALIVE = "(expires_at is null or expires_at > now())";
