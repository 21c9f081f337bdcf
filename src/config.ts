import { z } from "zod";
import { AssistantDefaults } from "./domain/assistant.ts";
import { AppError } from "./domain/errors.ts";

const text = z.string().trim().min(1);

const jsonText = z.string().transform((written, context): unknown => {
  try {
    return JSON.parse(written);
  } catch {
    context.addIssue({ code: "custom", message: "must be JSON" });
    return z.NEVER;
  }
});

const DEFAULT_DATA_FOLDER = ".raptorflow";

/** Every environment variable the service reads, with what it means. Nothing else reads `process.env`. */
const Variables = z.object({
  PORT: z.coerce
    .number("must be a number")
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe("Port to listen on; 2024, or the next free one"),
  HOST: text
    .default("127.0.0.1")
    .describe("Address to listen on; anything but loopback needs RAPTORFLOW_API_KEY or custom auth"),
  RAPTORFLOW_DATA: text.optional().describe("Folder of the embedded database; .raptorflow without it"),
  RAPTORFLOW_API_KEY: text
    .optional()
    .describe("Key that every caller must send; without it only loopback may call"),
  RAPTORFLOW_URL: z.url().optional().describe("Where the command line finds the service"),
  RAPTORFLOW_SKILLS: text
    .optional()
    .describe("Further skill folders, separated by the system's path separator"),
  RAPTORFLOW_ORIGINS: text
    .optional()
    .describe("Further allowed browser origins, separated by spaces; * allows all"),
  RAPTORFLOW_HOSTS: text.optional().describe("Further names allowed in the Host header, separated by spaces"),
  RAPTORFLOW_MODEL_NANO: text.optional().describe("Model of the nano tier"),
  RAPTORFLOW_MODEL_MINI: text.optional().describe("Model of the mini tier"),
  RAPTORFLOW_MODEL_FULL: text.optional().describe("Model of the full tier"),
  RAPTORFLOW_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .describe("Runs executed at once"),
  RAPTORFLOW_TENANT_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe("Runs of one tenant executed at once by all processes together; any number without it"),
  RAPTORFLOW_GRACE_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_600)
    .default(8)
    .describe("Time for runs to reach the end of a step when the process is told to stop"),
  RAPTORFLOW_LEASE_SECONDS: z.coerce
    .number()
    .int()
    .min(2)
    .max(600)
    .default(8)
    .describe("Life of a worker's claim"),
  RAPTORFLOW_RUN_TIMEOUT_SECONDS: z.coerce
    .number()
    .positive()
    .optional()
    .describe("Longest time of a run that asks for none; any without it"),
  RAPTORFLOW_KEEP_CHECKPOINTS: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe("Checkpoints that a thread keeps; all without it"),
  RAPTORFLOW_WEBHOOK_SECRET: text
    .regex(/^(whsec_[A-Za-z0-9+/]{32,}={0,2}\s*)+$/, "must be whsec_ and at least 24 bytes in base64")
    .optional()
    .describe(
      "Signs webhooks: whsec_ and base64, several separated by spaces; without it each tenant has one of its own",
    ),
  RAPTORFLOW_WEBHOOK_RETRY_SECONDS: text
    .regex(/^\d+(\.\d+)?(\s+\d+(\.\d+)?)*$/, "must be numbers separated by spaces")
    .default("2 10 60 300")
    .describe("Waits before a failed webhook is tried again, in seconds; after the last it is given up"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be a URL that begins with postgres://" })
    .optional()
    .describe("Postgres 15 or newer with pgvector; embedded without it"),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: "must be a URL that begins with redis:// or rediss://" })
    .optional()
    .describe(
      "Redis for live streams between processes; a database as path, ?prefix= for the names of channels",
    ),
  OPENAI_API_KEY: text
    .optional()
    .describe("Key of OpenAI or a compatible provider; offline model without it"),
  OPENAI_BASE_URL: z
    .url()
    .optional()
    .describe("Base URL of a compatible provider (Ollama, vLLM, LM Studio, a proxy)"),
  LANGGRAPH_CONFIG: jsonText
    .pipe(AssistantDefaults)
    .optional()
    .describe("JSON by graph id: configurable, tags, recursion_limit, context of the default assistants"),
  RAPTORFLOW_DEV: z
    .stringbool()
    .default(false)
    .describe("Development: custom auth may let LangGraph Studio in without a login, on loopback only"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("How much is logged"),
});

export type Config = {
  /** null: 2024, or the next free port. */
  port: number | null;
  host: string;
  dataFolder: string;
  apiKey: string | null;
  url: string | null;
  skillFolders: string[];
  origins: string[];
  hosts: string[];
  models: {
    openaiApiKey: string | null;
    openaiBaseUrl: string | null;
    nano: string | null;
    mini: string | null;
    full: string | null;
  };
  concurrency: number;
  /** null: no limit. */
  tenantConcurrency: number | null;
  leaseMs: number;
  graceMs: number;
  /** null: no limit. */
  runTimeoutMs: number | null;
  /** null: all. */
  keepCheckpoints: number | null;
  webhookSecrets: string[];
  /** Waits before the second attempt and each later one. */
  webhookRetrySeconds: number[];
  /** What the default assistants of the graphs begin with. */
  assistantDefaults: AssistantDefaults;
  /** LangGraph Studio may be let in without a login, where custom auth says so. */
  development: boolean;
  databaseUrl: string | null;
  redisUrl: string | null;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process. */
export function readProcessEnvironment(): Environment {
  return process.env;
}

/** Gives the code of a hosted project its variables; what the process was started with stays. */
export function extendProcessEnvironment(added: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(added)) process.env[name] ??= value;
}

type Overrides = {
  /** What the command line says wins over the environment. */
  port?: number | null;
  host?: string | null;
  /** Where data is kept when RAPTORFLOW_DATA does not say. */
  defaultDataFolder?: string;
};

/** Reads and checks the environment. Throws `config_invalid` naming each variable that is wrong. */
export function loadConfig(environment: Environment = process.env, overrides: Overrides = {}): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Variables.safeParse(filled);
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({
      path: issue.path.join("."),
      message: issue.message,
    }));
    const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
    throw new AppError("config_invalid", detail, { fix: "Correct or unset the variables named.", errors });
  }
  const read = parsed.data;
  const words = (value: string | undefined): string[] => value?.split(/\s+/).filter(Boolean) ?? [];
  return {
    port: overrides.port ?? read.PORT ?? null,
    host: overrides.host ?? read.HOST,
    dataFolder: read.RAPTORFLOW_DATA ?? overrides.defaultDataFolder ?? DEFAULT_DATA_FOLDER,
    apiKey: read.RAPTORFLOW_API_KEY ?? null,
    url: read.RAPTORFLOW_URL ?? null,
    skillFolders:
      read.RAPTORFLOW_SKILLS?.split(process.platform === "win32" ? ";" : ":").filter(Boolean) ?? [],
    origins: words(read.RAPTORFLOW_ORIGINS),
    hosts: words(read.RAPTORFLOW_HOSTS),
    models: {
      openaiApiKey: read.OPENAI_API_KEY ?? null,
      openaiBaseUrl: read.OPENAI_BASE_URL ?? null,
      nano: read.RAPTORFLOW_MODEL_NANO ?? null,
      mini: read.RAPTORFLOW_MODEL_MINI ?? null,
      full: read.RAPTORFLOW_MODEL_FULL ?? null,
    },
    concurrency: read.RAPTORFLOW_CONCURRENCY,
    tenantConcurrency: read.RAPTORFLOW_TENANT_CONCURRENCY ?? null,
    leaseMs: read.RAPTORFLOW_LEASE_SECONDS * 1_000,
    graceMs: read.RAPTORFLOW_GRACE_SECONDS * 1_000,
    runTimeoutMs:
      read.RAPTORFLOW_RUN_TIMEOUT_SECONDS === undefined ? null : read.RAPTORFLOW_RUN_TIMEOUT_SECONDS * 1_000,
    keepCheckpoints: read.RAPTORFLOW_KEEP_CHECKPOINTS ?? null,
    webhookSecrets: words(read.RAPTORFLOW_WEBHOOK_SECRET),
    webhookRetrySeconds: words(read.RAPTORFLOW_WEBHOOK_RETRY_SECONDS).map(Number),
    assistantDefaults: read.LANGGRAPH_CONFIG ?? {},
    development: read.RAPTORFLOW_DEV,
    databaseUrl: read.DATABASE_URL ?? null,
    redisUrl: read.REDIS_URL ?? null,
    logLevel: read.LOG_LEVEL,
  };
}
