/** Selects header names: exact or with `*`, in any case; excludes win. `includes` null: what is usual. */
export type HeaderRules = { includes: readonly string[] | null; excludes: readonly string[] };

/** What a project says of pages of other origins; null is what the service does by itself. */
export type CorsRules = {
  allowOrigins: readonly string[] | null;
  allowOriginRegex: string | null;
  allowMethods: readonly string[] | null;
  allowHeaders: readonly string[] | null;
  allowCredentials: boolean;
  exposeHeaders: readonly string[];
  /** Seconds a browser may remember a preflight. */
  maxAge: number | null;
};

/** What the HTTP room needs to know of the configuration. */
export type HttpSettings = {
  /** Version of this service, as its package says. */
  version: string;
  /** Version of `@langchain/langgraph`. */
  langgraphVersion: string;
  /** null: no key is asked for; the service then binds loopback only and every caller is the local tenant. */
  apiKey: string | null;
  /** The address it binds. */
  host: string;
  /** The address people use when it differs, e.g. "https://raptor.example.com". */
  url: string | null;
  /** Names accepted in the Host header beside loopback, the bound address and that of `url`. */
  hosts: readonly string[];
  /** Browser origins accepted beside loopback and Studio; "*" accepts all. */
  origins: readonly string[];
  cors?: CorsRules | null;
  /** "" or a path such as "/agents" below which everything is served. */
  mountPrefix?: string;
  /** Parts that are not served: assistants, threads, runs, store, meta, mcp, a2a, ui. */
  disabled?: readonly string[];
  /** Request headers that become a run's configuration. */
  configurableHeaders?: HeaderRules | null;
  /** Request headers that stand in the log; none without it. */
  loggingHeaders?: HeaderRules | null;
  /** Who is asked first where a project brings routes: its middleware, or its authentication. */
  middlewareOrder?: "middleware_first" | "auth_first";
  /** Whether the project's own routes ask for authentication. */
  enableCustomRouteAuth?: boolean;
  /** A graph that is served, for the examples that people are shown. */
  graphId?: string | null;
  /** False: the graphs of another project, without the routes of the product. */
  hasProduct?: boolean;
};
