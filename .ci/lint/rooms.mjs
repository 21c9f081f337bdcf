// The room table: what each room of the source may import, beside itself. A new folder below src/ is a new line.
const ground = ["domain", "telemetry", "db", "bus", "jobs", "log"];
const thinking = [...ground, "tenancy", "models", "budget"];
const knowing = [...thinking, "knowledge", "memory", "india"];
const capabilities = [...knowing, "tools", "skills", "agents", "evals"];
const verbs = [...ground, "tenancy", "budget"];
const verbRooms = ["runs", "threads", "assistants", "crons", "store", "webhooks", "commands"];
/** What speaks to the outside gets its verbs handed in. */
const door = ["domain", "telemetry"];

const rooms = {
  domain: [],
  config: ["domain"],
  telemetry: ["domain"],
  db: ["domain", "telemetry"],
  bus: ["domain", "telemetry", "db"],
  jobs: ["domain", "telemetry", "db"],
  log: ["domain", "telemetry", "db", "bus"],
  tenancy: ground,
  models: ground,
  india: ground,
  budget: [...ground, "tenancy", "models"],
  knowledge: thinking,
  memory: [...thinking, "knowledge"],
  tools: knowing,
  skills: [...knowing, "tools"],
  agents: [...knowing, "tools", "skills"],
  evals: [...knowing, "tools", "skills", "agents"],
  products: capabilities,
  graphs: capabilities,
  ...Object.fromEntries(verbRooms.map((room) => [room, verbs])),
  engine: [...verbs, ...verbRooms],
  hosting: door,
  // Export and import of all data, between databases.
  archive: ["domain", "telemetry", "db"],
  http: door,
  // Other protocols on the same verbs; they share the words of the HTTP room.
  mcp: [...door, "http"],
  a2a: [...door, "http"],
  openai: [...door, "http"],
  cli: ["domain", "config", "skills", "agents", "evals", "runtime", "main", "hosting", "archive", "db"],
  main: ["domain", "config", "telemetry", "http", "hosting", "runtime"],
  // The two composition roots: of the service, and of a graph that another tool opens by itself.
  runtime: [
    ...capabilities,
    ...verbRooms,
    "config",
    "products",
    "graphs",
    "engine",
    "hosting",
    "http",
    "mcp",
    "a2a",
    "openai",
    "archive",
  ],
  "graph entry": [...capabilities, "config", "products", "graphs"],
};

/** Packages that only some rooms know; a name covers its subpaths, a trailing slash covers a scope. */
const packages = {
  postgres: ["db"],
  "@electric-sql/": ["db"],
  "drizzle-orm": ["db"],
  hono: ["http", "mcp", "a2a", "openai", "hosting", "main", "runtime"],
  "@hono/": ["http", "main", "runtime"],
  "pg-boss": ["jobs"],
  "cron-parser": ["crons"],
  ioredis: ["bus"],
  "@modelcontextprotocol/sdk": ["mcp"],
  "@a2a-js/sdk": ["a2a"],
  openai: ["models"],
  "@langchain/openai": ["models"],
  "@langchain/langgraph-sdk": ["cli", "hosting"],
  "@langchain/langgraph": [
    "domain",
    "graphs",
    "graph entry",
    "hosting",
    "engine",
    "log",
    "runtime",
    ...verbRooms,
  ],
};

/** Files beside the folders; the composition root is more than one file long. */
const files = {
  "config.ts": "config",
  "main.ts": "main",
  "runtime.ts": "runtime",
  "product-verbs.ts": "runtime",
};

/** Folders that belong to a room of another name. */
const folders = { protocol: "runtime" };

/**
 * The room of a path relative to the project: "src/http/app.ts" is "http", "graphs/lord/graph.ts" is "graphs".
 * A file beside the folder of its graph is its entry: `isFolder("graphs/queen")` makes "graphs/queen.ts" one.
 * `null` is outside the table (test, bench); an unknown room is its own name and has no row.
 */
export function toRoom(path, isFolder) {
  const [top, second, ...rest] = path.split("/");
  if (top === "graphs")
    return rest.length === 0 && isFolder(path.replace(/\.ts$/, "")) ? "graph entry" : "graphs";
  if (top !== "src") return null;
  return (rest.length > 0 ? folders[second] : files[second]) ?? second;
}

/** Why `room` must not import from `target` ("" is fine); both are names of rooms. */
export function toComplaint(room, target) {
  const row = rooms[room];
  if (row === undefined) return `"${room}" is no room; give it a line in .ci/lint/rooms.mjs`;
  if (target === null) return "the source may not import what lies outside src/ and graphs/";
  if (target === room || row.includes(target)) return "";
  const allowed = row.length > 0 ? row.join(", ") : "no other room";
  return `"${room}" may not import from "${target}"; it may import: ${allowed}`;
}

/** Why `room` must not import the package of `specifier` ("" is fine). */
export function toPackageComplaint(room, specifier) {
  const names = Object.keys(packages);
  const name = names.find((known) =>
    known.endsWith("/")
      ? specifier.startsWith(known)
      : specifier === known || specifier.startsWith(`${known}/`),
  );
  if (name === undefined || packages[name].includes(room)) return "";
  return `"${room}" may not import the package ${name}; it belongs to: ${packages[name].join(", ")}`;
}
