import type { CompiledGraph } from "@langchain/langgraph";

// The type parameters of a compiled graph say nothing to those who only run it.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyGraph = CompiledGraph<any, any, any>;

/** The graphs a process serves; `runtime.ts` alone builds one. */
export type GraphCatalogue = {
  /** Graph ids in the order of the configuration. */
  ids(): string[];
  has(graphId: string): boolean;
  describe(graphId: string): { description: string | null };
  /** A compiled graph without checkpointer or store: the engine hands both in with each invocation. */
  open(graphId: string): Promise<AnyGraph>;
};

/** Starts a run from inside (product modules, crons), as an ordinary caller would. */
export type RunStarter = {
  start(input: {
    tenantId: string;
    threadId?: string;
    assistantId: string;
    input: unknown;
  }): Promise<{ runId: string; threadId: string }>;
};
