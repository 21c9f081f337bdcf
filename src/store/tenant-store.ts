import {
  BaseStore,
  type ListNamespacesOperation,
  type Operation,
  type OperationResults,
  type PutOperation,
} from "@langchain/langgraph-checkpoint";
import { getItems, type ItemGet } from "./get-items.ts";
import type { ItemPut } from "./item-changes.ts";
import { listNamespaces } from "./list-namespaces.ts";
import { putItems } from "./put-items.ts";
import { searchItems, type ItemSearch } from "./search-items.ts";
import { NO_TTL, type TenantScope } from "./tenant-scope.ts";

/**
 * LangGraph's store inside one tenant; made anew for each run. Of a batch, everything is read in the state before
 * its writes, which come last and together.
 */
class TenantStore extends BaseStore {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    super();
    this.#scope = scope;
  }

  override async batch<Op extends Operation[]>(operations: Op): Promise<OperationResults<Op>> {
    const results: unknown[] = operations.map(() => undefined);
    const gets = operations.flatMap((operation, index) => (isGet(operation) ? [{ operation, index }] : []));
    const puts = operations.filter(isPut);
    const items = await getItems(
      this.#scope,
      gets.map(({ operation }) => operation),
    );
    for (const [place, { index }] of gets.entries()) results[index] = items[place];
    for (const [index, operation] of operations.entries()) {
      if (isSearch(operation)) results[index] = await searchItems(this.#scope, operation);
      else if (isList(operation)) results[index] = await listNamespaces(this.#scope, operation);
    }
    await putItems(this.#scope, puts);
    return results as OperationResults<Op>;
  }

  /**
   * The rules for namespaces are those of `batch`, so that either way breaks them with the same error. `ttl` in
   * minutes.
   */
  override async put(
    namespace: string[],
    key: string,
    value: PutOperation["value"],
    index?: PutOperation["index"],
    options: { ttl?: number | null } = {},
  ): Promise<void> {
    const put: ItemPut = {
      namespace,
      key,
      value,
      ttl: options.ttl,
      ...(index === undefined ? {} : { index }),
    };
    await this.batch([put]);
  }
}

/** Without index and ttl, searches go by words and items live for ever. */
export function createTenantStore({
  index = null,
  ttl = NO_TTL,
  ...scope
}: Pick<TenantScope, "db" | "tenantId"> & Partial<TenantScope>): BaseStore {
  return new TenantStore({ ...scope, index, ttl });
}

function isPut(operation: Operation): operation is ItemPut {
  return "value" in operation;
}
function isGet(operation: Operation): operation is ItemGet {
  return "key" in operation && !isPut(operation);
}
function isSearch(operation: Operation): operation is ItemSearch {
  return "namespacePrefix" in operation;
}
function isList(operation: Operation): operation is ListNamespacesOperation {
  return !isPut(operation) && !isGet(operation) && !isSearch(operation);
}
