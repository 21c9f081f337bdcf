import { matchesFilter } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import { StoreDelete, StorePut } from "../domain/store.ts";
import { toAuthorized } from "./authorized-value.ts";
import { checkNamespace } from "./namespace.ts";
import { putItems } from "./put-items.ts";
import type { OpenScope } from "./tenant-scope.ts";

type Call<Input> = { ctx: CallContext; input: Input };
type Deps = { openScope: OpenScope };

/**
 * Puts one item. Throws `malformed_request` for an empty namespace, `validation_failed`, and `forbidden` when what is
 * there, or what it would become, lies outside the caller's filter.
 */
export function createPutItem({ openScope }: Deps) {
  return async function putItem({ ctx, input }: Call<StorePut>): Promise<void> {
    const authorized = await ctx.authorize("store:put", { ...input });
    const { namespace, key, value, index, ttl } = toAuthorized(StorePut, authorized.value);
    checkNamespace(namespace);
    if (!matchesFilter(authorized.filter, { ...value, namespace, key }))
      throw new AppError("forbidden", "Forbidden");
    const put = { namespace, key, value, ttl, ...(index === null || index === undefined ? {} : { index }) };
    await putItems(openScope(ctx.principal.tenantId), [put], authorized.filter);
  };
}

/** Deletes one item, if it is there and the caller may. Throws `malformed_request`, `validation_failed`. */
export function createDeleteItem({ openScope }: Deps) {
  return async function deleteItem({ ctx, input }: Call<StoreDelete>): Promise<void> {
    const authorized = await ctx.authorize("store:delete", { ...input, namespace: input.namespace ?? [] });
    const { namespace, key } = toAuthorized(StoreDelete, authorized.value);
    checkNamespace(namespace ?? []);
    const gone = { namespace: namespace ?? [], key, value: null };
    await putItems(openScope(ctx.principal.tenantId), [gone], authorized.filter);
  };
}
