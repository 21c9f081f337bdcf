import { z } from "zod";
import { AppError } from "./domain/errors.ts";

const text = z.string().trim().min(1);

/** Every environment variable the service reads, with what it means. Nothing else reads `process.env`. */
const Environment = z.object({
  PORT: z.coerce
    .number("must be a number")
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe("Port to listen on; 2024, or the next free one"),
  HOST: text
    .default("127.0.0.1")
    .describe("Address to listen on; anything but loopback needs RAPTORFLOW_API_KEY"),
  RAPTORFLOW_DATA: text.default(".raptorflow").describe("Folder of the embedded database"),
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
  RAPTORFLOW_LEASE_SECONDS: z.coerce
    .number()
    .int()
    .min(2)
    .max(600)
    .default(8)
    .describe("Life of a worker's claim"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be a URL that begins with postgres://" })
    .optional()
    .describe("Postgres 15 or newer with pgvector; embedded without it"),
  OPENAI_API_KEY: text
    .optional()
    .describe("Key of OpenAI or a compatible provider; offline model without it"),
  OPENAI_BASE_URL: z
    .url()
    .optional()
    .describe("Base URL of a compatible provider (Ollama, vLLM, LM Studio, a proxy)"),
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
  leaseMs: number;
  databaseUrl: string | null;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
};

/** Reads and checks the environment. Throws `config_invalid` naming each variable that is wrong. */
export function loadConfig(environment: Record<string, string | undefined> = process.env): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(filled);
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
    port: read.PORT ?? null,
    host: read.HOST,
    dataFolder: read.RAPTORFLOW_DATA,
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
    leaseMs: read.RAPTORFLOW_LEASE_SECONDS * 1_000,
    databaseUrl: read.DATABASE_URL ?? null,
    logLevel: read.LOG_LEVEL,
  };
}
