import { AppError } from "../domain/errors.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import type { ProductVerbs } from "../http/verbs.ts";
import type { SkillTools } from "../mcp/toolbox.ts";

/** What a process serves: the product, or the graphs of another project. */
export type Served = {
  graphs: GraphCatalogue;
  /** null: there is no marketing here, and its routes are not served. */
  product: ProductVerbs | null;
  /** Tools beside the assistants, for clients of MCP. */
  skillTools?: SkillTools;
  /** What a person is told at the start, by a word of at most nine letters. */
  facts(): Record<string, string>;
  close(): Promise<void>;
};

const absent = (): never => {
  throw new AppError("not_found", "Not found");
};

/** The verbs of the product where there is none. */
export const NO_PRODUCT: ProductVerbs = {
  foundation: { get: absent, put: absent },
  knowledge: { addDocument: absent, list: absent },
  skills: { list: absent },
};
