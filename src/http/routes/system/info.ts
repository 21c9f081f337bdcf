import { defineRoute } from "../../define-route.ts";
import { toJson } from "../../reply.ts";

/** A flag is true only when the feature works. */
const FLAGS = {
  assistants: true,
  crons: true,
  langsmith: false,
  langsmith_tracing_replicas: false,
  stream_namespaces: true,
  strict_resume: true,
  langsmith_session_name: false,
};

export const route = defineRoute({
  method: "get",
  path: "/info",
  access: "public",
  tag: "System",
  summary: "Versions and features; the first call of chat UIs and Studio",
  reply: { status: 200, description: "Versions and flags" },
  handle({ service: { settings } }) {
    const { disabled = [] } = settings;
    return toJson({
      version: settings.version,
      langgraph_js_version: settings.langgraphVersion,
      context: "js",
      flags: {
        ...FLAGS,
        assistants: FLAGS.assistants && !disabled.includes("assistants"),
        crons: FLAGS.crons && !disabled.includes("runs"),
      },
      metadata: { service: "raptorflow" },
    });
  },
});
