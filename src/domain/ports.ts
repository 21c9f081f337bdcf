import type { StateSnapshot } from "@langchain/langgraph";

/** The part of a compiled graph that the service uses, whatever state, nodes and context the graph has. */
export type AnyGraph = {
  stream(input: unknown, options: object): Promise<AsyncIterable<unknown>>;
  /** Raw events of everything in the graph, with `version: "v2"` among the options. */
  streamEvents?(input: unknown, options: object): AsyncIterable<unknown>;
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

/** What a graph is opened for, in the words that graph factories know (PROTOCOL 7.2). */
export type GraphAccess = "threads.create_run" | "threads.read" | "threads.update" | "assistants.read";

export type GraphCall = {
  access: GraphAccess;
  /** The configuration of the invocation: `{ configurable, ... }`, with `context` where there is one. */
  config: object;
};

/** The graphs a process serves; `runtime.ts` alone builds one. */
export type GraphCatalogue = {
  /** Graph ids in the order of the configuration. */
  ids(): string[];
  has(graphId: string): boolean;
  describe(graphId: string): { description: string | null };
  /**
   * A compiled graph without checkpointer or store: the engine hands both in with each invocation. A graph that is
   * made by a factory is made anew for each call, with its configuration; without a call it is opened to be looked at.
   */
  open(graphId: string, call?: GraphCall): Promise<AnyGraph>;
};
