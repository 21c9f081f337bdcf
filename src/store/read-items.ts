import type { Item, SearchItem } from "@langchain/langgraph-checkpoint";
import type { CallContext } from "../domain/principal.ts";
import { StoreGet, StoreNamespaces, StoreSearch, type StoreItem } from "../domain/store.ts";
import { toAuthorized } from "./authorized-value.ts";
import { getItems } from "./get-items.ts";
import { listNamespaces } from "./list-namespaces.ts";
import { checkLabels, checkNamespace } from "./namespace.ts";
import { searchItems } from "./search-items.ts";
import type { OpenScope } from "./tenant-scope.ts";

type Call<Input> = { ctx: CallContext; input: Input };
type Deps = { openScope: OpenScope };

/** One item; null when there is none, or none that the caller may see. Throws `malformed_request`, `validation_failed`. */
export function createGetItem({ openScope }: Deps) {
  return async function getItem({ ctx, input }: Call<StoreGet>): Promise<StoreItem | null> {
    const authorized = await ctx.authorize("store:get", { ...input, namespace: input.namespace ?? [] });
    const { namespace, key, refresh_ttl } = toAuthorized(StoreGet, authorized.value);
    checkNamespace(namespace ?? []);
    const get = { namespace: namespace ?? [], key, refreshTtl: refresh_ttl ?? undefined };
    const [item] = await getItems(openScope(ctx.principal.tenantId), [get], authorized.filter);
    return item ? toWireItem(item) : null;
  };
}

/** See `searchItems`; handlers of custom auth know the prefix as `namespace`. Throws `validation_failed`. */
export function createSearchStore({ openScope }: Deps) {
  return async function searchStore({ ctx, input }: Call<StoreSearch>): Promise<StoreItem[]> {
    const { namespace_prefix: prefix, ...asked } = input;
    const authorized = await ctx.authorize("store:search", { ...asked, namespace: prefix ?? [] });
    const { namespace, ...rest } = authorized.value;
    const search = toAuthorized(StoreSearch, { ...rest, namespace_prefix: namespace });
    const namespacePrefix = search.namespace_prefix ?? [];
    checkLabels(namespacePrefix, "namespace_prefix");
    const found = await searchItems(
      openScope(ctx.principal.tenantId),
      {
        namespacePrefix,
        refreshTtl: search.refresh_ttl ?? undefined,
        ...(search.filter ? { filter: search.filter } : {}),
        ...(search.query ? { query: search.query } : {}),
        ...toWindow(search),
      },
      authorized.filter,
    );
    return found.map(toWireItem);
  };
}

/** Handlers of custom auth know the prefix as `namespace`. Throws `validation_failed`. */
export function createListStoreNamespaces({ openScope }: Deps) {
  return async function listStoreNamespaces({ ctx, input }: Call<StoreNamespaces>): Promise<string[][]> {
    const { prefix: first, ...asked } = input;
    const authorized = await ctx.authorize("store:list_namespaces", { ...asked, namespace: first ?? [] });
    const { namespace, ...rest } = authorized.value;
    const { prefix, suffix, max_depth, ...window } = toAuthorized(StoreNamespaces, {
      ...rest,
      prefix: namespace,
    });
    checkLabels(prefix ?? [], "prefix");
    checkLabels(suffix ?? [], "suffix");
    const matchConditions = [
      ...(prefix?.length ? [{ matchType: "prefix" as const, path: prefix }] : []),
      ...(suffix?.length ? [{ matchType: "suffix" as const, path: suffix }] : []),
    ];
    return listNamespaces(
      openScope(ctx.principal.tenantId),
      { matchConditions, ...(max_depth ? { maxDepth: max_depth } : {}), ...toWindow(window) },
      authorized.filter,
    );
  };
}

function toWindow({
  limit,
  offset,
}: {
  limit?: number | null | undefined;
  offset?: number | null | undefined;
}) {
  return { ...(limit ? { limit } : {}), ...(offset ? { offset } : {}) };
}

function toWireItem({ createdAt, updatedAt, ...item }: Item | SearchItem): StoreItem {
  return { ...item, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() };
}
