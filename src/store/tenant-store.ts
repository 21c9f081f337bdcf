import {
  BaseStore,
  type GetOperation,
  type ListNamespacesOperation,
  type Operation,
  type OperationResults,
  type PutOperation,
  type SearchOperation,
} from "@langchain/langgraph-checkpoint";
import { getItems } from "./get-items.ts";
import { listNamespaces } from "./list-namespaces.ts";
import { putItems } from "./put-items.ts";
import { searchItems } from "./search-items.ts";
import type { TenantScope } from "./tenant-scope.ts";

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

  /** The rules for namespaces are those of `batch`, so that either way breaks them with the same error. */
  override async put(namespace: string[], key: string, value: PutOperation["value"]): Promise<void> {
    await this.batch([{ namespace, key, value }]);
  }
}

export function createTenantStore(scope: TenantScope): BaseStore {
  return new TenantStore(scope);
}

function isPut(operation: Operation): operation is PutOperation {
  return "value" in operation;
}
function isGet(operation: Operation): operation is GetOperation {
  return "key" in operation && !isPut(operation);
}
function isSearch(operation: Operation): operation is SearchOperation {
  return "namespacePrefix" in operation;
}
function isList(operation: Operation): operation is ListNamespacesOperation {
  return !isPut(operation) && !isGet(operation) && !isSearch(operation);
}
