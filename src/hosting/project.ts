/** Where a module and one of its exports are, as langgraph.json spells it: `./src/agent.ts:graph`. */
export type ModuleRef = {
  /** The key of langgraph.json that names it, e.g. `graphs.agent`; errors begin with it. */
  key: string;
  /** As written. */
  text: string;
  /** Absolute path of the file. */
  path: string;
  /** "default" when none is named. */
  exportName: string;
};

export type GraphEntry = { id: string; ref: ModuleRef; description: string | null };

/** Selects header names: exact or with `*`, in any case; excludes win. `includes` null: what is usual. */
export type HeaderRules = { includes: string[] | null; excludes: string[] };

export type CorsRules = {
  allowOrigins: string[] | null;
  allowOriginRegex: string | null;
  allowMethods: string[] | null;
  allowHeaders: string[] | null;
  allowCredentials: boolean;
  exposeHeaders: string[];
  /** Seconds a browser may remember a preflight. */
  maxAge: number | null;
};

export type ProjectHttp = {
  app: ModuleRef | null;
  cors: CorsRules | null;
  configurableHeaders: HeaderRules | null;
  loggingHeaders: HeaderRules | null;
  middlewareOrder: "middleware_first" | "auth_first";
  enableCustomRouteAuth: boolean;
  /** "" or a path that begins with "/" and does not end with one. */
  mountPrefix: string;
  disabled: DisabledPart[];
};

export const PARTS = [
  "assistants",
  "threads",
  "runs",
  "store",
  "meta",
  "mcp",
  "a2a",
  "ui",
  "webhooks",
] as const;
export type DisabledPart = (typeof PARTS)[number];

export type ThreadTtl = {
  strategy: "delete" | "keep_latest";
  /** Minutes; null keeps threads for ever unless they say otherwise. */
  defaultTtl: number | null;
  sweepIntervalMinutes: number | null;
  sweepLimit: number | null;
};

export type StoreSettings = {
  index: { embed: string; dims: number; fields: string[] | null } | null;
  /** Minutes. */
  ttl: { defaultTtl: number | null; refreshOnRead: boolean; sweepIntervalMinutes: number | null } | null;
};

export type WebhookSettings = {
  headers: Record<string, string>;
  envPrefix: string;
  url: {
    allowedDomains: string[] | null;
    allowedPorts: number[] | null;
    requireHttps: boolean | null;
    /** null: as the rest of the configuration suggests. */
    disableLoopback: boolean | null;
    maxUrlLength: number | null;
    /** Addresses and networks that are not public and may be reached all the same. */
    allowedAddresses: string[] | null;
  };
};

/** A langgraph.json, read and checked. Nothing of the project has been loaded yet. */
export type Project = {
  /** Absolute path of the file, and of the folder it lies in: paths are relative to that. */
  file: string;
  folder: string;
  graphs: GraphEntry[];
  /** What the project adds to the environment of its code. */
  environment: Record<string, string>;
  auth: { ref: ModuleRef; disableStudioAuth: boolean } | null;
  http: ProjectHttp;
  store: StoreSettings;
  threadTtl: ThreadTtl | null;
  webhooks: WebhookSettings | null;
  /** Entry files of generative UI by graph, and packages that the page shares with them. */
  ui: { entries: Record<string, ModuleRef>; shared: string[] } | null;
  /** What was found odd and passed over, one sentence each. */
  warnings: string[];
};
