import { fileURLToPath } from "node:url";
import { Client } from "@langchain/langgraph-sdk";
import { createHome, type Home, type Product, startProduct } from "../../support/spawn-product.ts";

/** A LangGraph.js project that knows nothing of this service. */
export const DESK = fileURLToPath(new URL("../../fixtures/travel-desk/langgraph.json", import.meta.url));

export type Desk = {
  url(): string;
  /** The official client with the login of one of the desk's people. */
  as(user: "asha" | "bala" | "chitra" | "auditor" | "nobody", headers?: Record<string, string>): Client;
  printed(): string;
  /** Ends the process and starts another one on the same data. */
  restart(signal: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
};

/** The desk as its owner would serve it. */
export async function startDesk(args: readonly string[] = []): Promise<Desk> {
  const home = await createHome();
  let product = await start(home, args);
  let printed = "";
  return {
    url: () => product.url,
    as: (user, headers = {}) =>
      new Client({
        apiUrl: product.url,
        apiKey: null,
        callerOptions: { maxRetries: 0 },
        defaultHeaders: {
          ...(user === "nobody" ? {} : { authorization: `Bearer ${user}-token` }),
          ...headers,
        },
      }),
    printed: () => printed + product.printed(),
    async restart(signal) {
      await product.end(signal);
      printed += product.printed();
      product = await start(home, args);
    },
    async close() {
      await product.end("SIGTERM");
      await home.discard();
    },
  };
}

/** The desk's own file of variables names a database and a port too; those are for its code. */
function start(home: Home, args: readonly string[]): Promise<Product> {
  const unset = { PORT: undefined, ...("DATABASE_URL" in home.env ? {} : { DATABASE_URL: undefined }) };
  return startProduct(home, unset, ["serve", "--config", DESK, "--port", "0", ...args]);
}
