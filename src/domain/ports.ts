import type { StateSnapshot } from "@langchain/langgraph";

/** The part of a compiled graph that the service uses, whatever state, nodes and context the graph has. */
export type AnyGraph = {
  stream(input: unknown, options: object): Promise<AsyncIterable<unknown>>;
  getState(config: object, options?: { subgraphs?: boolean }): Promise<StateSnapshot>;
  getStateHistory(config: object, options?: object): AsyncIterableIterator<StateSnapshot>;
  updateState(config: object, values: unknown, asNode?: string): Promise<object>;
  bulkUpdateState(
    config: object,
    supersteps: { updates: { values?: unknown; asNode?: string }[] }[],
  ): Promise<object>;
  getGraphAsync(config: object): Promise<{ toJSON(): object }>;
  getSubgraphsAsync(namespace?: string, recurse?: boolean): AsyncGenerator<[string, object]>;
};

/** The graphs a process serves; `runtime.ts` alone builds one. */
export type GraphCatalogue = {
  /** Graph ids in the order of the configuration. */
  ids(): string[];
  has(graphId: string): boolean;
  describe(graphId: string): { description: string | null };
  /** A compiled graph without checkpointer or store: the engine hands both in with each invocation. */
  open(graphId: string): Promise<AnyGraph>;
};
