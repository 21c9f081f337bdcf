import type { Foundation } from "../../src/domain/foundation.ts";
import type { GraphDeps } from "../deps.ts";

/** One business profile for everybody: a graph opened on its own serves one tenant. */
export function createMemoryFoundations(foundation: Foundation | null = null): GraphDeps["foundations"] {
  return {
    async get() {
      return foundation;
    },
  };
}
