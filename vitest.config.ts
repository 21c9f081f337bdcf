import { defineConfig } from "vitest/config";

/** A developer's own keys and databases are never touched: tests see these as unset. */
const UNSET = Object.fromEntries(
  [
    "DATABASE_URL",
    "REDIS_URL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_ORG_ID",
    "RAPTORFLOW_API_KEY",
    "RAPTORFLOW_DATA",
    "RAPTORFLOW_URL",
    "RAPTORFLOW_SKILLS",
    "RAPTORFLOW_MODEL_NANO",
    "RAPTORFLOW_MODEL_MINI",
    "RAPTORFLOW_MODEL_FULL",
    "LANGSMITH_API_KEY",
    "LANGCHAIN_API_KEY",
    "PORT",
    "HOST",
  ].map((name) => [name, ""]),
);

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    env: {
      ...UNSET,
      LANGSMITH_TRACING: "false",
      LANGCHAIN_TRACING_V2: "false",
      LANGCHAIN_CALLBACKS_BACKGROUND: "false",
    },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
