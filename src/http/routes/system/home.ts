import { defineRoute } from "../../define-route.ts";
import { toPage } from "../../reply.ts";

const LINKS = [
  ["/openapi.json", "every route, as OpenAPI"],
  ["/info", "versions and features"],
  ["/health", "the state of every part"],
  ["/api/v1/skills", "the skills that are loaded, and what is wrong with those that are not"],
] as const;

export const route = defineRoute({
  method: "get",
  path: "/",
  access: "public",
  tag: "System",
  summary: "What runs here and what to open next",
  reply: { status: 200, description: "A page", contentType: "text/html" },
  handle({ request, service: { settings } }) {
    const base = settings.url?.replace(/\/+$/, "") ?? new URL(request.url).origin;
    const isBrowser = request.headers.get("accept")?.includes("text/html") === true;
    return isBrowser
      ? toPage("text/html; charset=utf-8", toHtml(settings.version, base), { Vary: "Accept" })
      : toPage("text/plain; charset=utf-8", toText(settings.version, base), { Vary: "Accept" });
  },
});

function toTryIt(base: string): string {
  const body = {
    assistant_id: "queen",
    input: { messages: [{ role: "user", content: "Plan a Diwali campaign" }] },
  };
  return `curl ${base}/runs/wait -d '${JSON.stringify(body)}'`;
}

function toStudioUrl(base: string): string {
  return `https://smith.langchain.com/studio/?baseUrl=${encodeURIComponent(base)}`;
}

function toText(version: string, base: string): string {
  const links = LINKS.map(([path, what]) => `  ${base}${path}  ${what}`);
  return [
    `RaptorFlow ${version} is running.`,
    "",
    "Ask it something:",
    `  ${toTryIt(base)}`,
    "",
    "Look at it:",
    ...links,
    `  ${toStudioUrl(base)}  LangGraph Studio`,
    "",
  ].join("\n");
}

function toHtml(version: string, base: string): string {
  const links = LINKS.map(
    ([path, what]) => `<li><a href="${path}"><code>${path}</code></a> ${what}</li>`,
  ).join("");
  const studio = `<li><a href="${escapeHtml(toStudioUrl(base))}">LangGraph Studio</a></li>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>RaptorFlow</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}
pre{background:#8882;padding:1rem;overflow:auto}</style></head>
<body><h1>RaptorFlow ${escapeHtml(version)} is running</h1>
<p>Ask it something:</p><pre>${escapeHtml(toTryIt(base))}</pre>
<p>Look at it:</p><ul>${links}${studio}</ul></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
