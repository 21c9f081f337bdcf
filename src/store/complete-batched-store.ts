import { AsyncBatchedStore, type BaseStore, type PutOperation } from "@langchain/langgraph-checkpoint";

type Batched = { store: BaseStore; enqueueOperation(operation: object): Promise<unknown> };
type PutOptions = { ttl?: number | null };

/**
 * LangGraph wraps the store of a run before nodes see it, and its wrapper forgets what follows the value of a put and
 * cannot list namespaces. After this it passes both on, for every run of the process.
 */
export function completeBatchedStore(): void {
  const completed = {
    async put(
      this: Batched,
      namespace: string[],
      key: string,
      value: PutOperation["value"],
      index?: PutOperation["index"],
      options: PutOptions = {},
    ): Promise<void> {
      const { ttl } = options;
      const extras = { ...(index === undefined ? {} : { index }), ...(ttl === undefined ? {} : { ttl }) };
      await this.enqueueOperation({ namespace, key, value, ...extras });
    },
    listNamespaces(this: Batched, options?: Parameters<BaseStore["listNamespaces"]>[0]): Promise<string[][]> {
      return this.store.listNamespaces(options);
    },
  };
  Object.assign(AsyncBatchedStore.prototype, completed);
}
