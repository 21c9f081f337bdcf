import { defineRoute } from "../../define-route.ts";
import type { HttpSettings } from "../../http-settings.ts";
import { toPage } from "../../reply.ts";

const LINKS = [
  ["/docs", "the API, to read and try"],
  ["/openapi.json", "every route, as OpenAPI"],
  ["/info", "versions and features"],
  ["/health", "the state of every part"],
] as const;
const SKILLS = [
  "/api/v1/skills",
  "the skills that are loaded, and what is wrong with those that are not",
] as const;

export const route = defineRoute({
  method: "get",
  path: "/",
  access: "public",
  tag: "System",
  summary: "What runs here and what to open next",
  reply: { status: 200, description: "A page", contentType: "text/html" },
  handle({ request, service: { settings } }) {
    const origin = settings.url?.replace(/\/+$/, "") ?? new URL(request.url).origin;
    const base = origin + (settings.mountPrefix ?? "");
    const isBrowser = request.headers.get("accept")?.includes("text/html") === true;
    return isBrowser
      ? toPage("text/html; charset=utf-8", toHtml(settings, base), { Vary: "Accept" })
      : toPage("text/plain; charset=utf-8", toText(settings, base), { Vary: "Accept" });
  },
});

function toLinks({ hasProduct = true }: HttpSettings): readonly (readonly [path: string, what: string])[] {
  return hasProduct ? [...LINKS, SKILLS] : LINKS;
}

function toTryIt({ hasProduct = true, graphId }: HttpSettings, base: string): string {
  const body = hasProduct
    ? { assistant_id: "queen", input: { messages: [{ role: "user", content: "Plan a Diwali campaign" }] } }
    : { assistant_id: graphId, input: {} };
  return `curl ${base}/runs/wait -d '${JSON.stringify(body)}'`;
}

function toStudioUrl(base: string): string {
  return `https://smith.langchain.com/studio/?baseUrl=${encodeURIComponent(base)}`;
}

function toText(settings: HttpSettings, base: string): string {
  const links = toLinks(settings).map(([path, what]) => `  ${base}${path}  ${what}`);
  return [
    `RaptorFlow ${settings.version} is running.`,
    "",
    "Ask it something:",
    `  ${toTryIt(settings, base)}`,
    "",
    "Look at it:",
    ...links,
    `  ${toStudioUrl(base)}  LangGraph Studio`,
    "",
  ].join("\n");
}

function toHtml(settings: HttpSettings, base: string): string {
  const links = toLinks(settings)
    .map(
      ([path, what]) =>
        `<li><a href="${settings.mountPrefix ?? ""}${path}"><code>${path}</code></a> ${what}</li>`,
    )
    .join("");
  const studio = `<li><a href="${escapeHtml(toStudioUrl(base))}">LangGraph Studio</a></li>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>RaptorFlow</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}
pre{background:#8882;padding:1rem;overflow:auto}</style></head>
<body><h1>RaptorFlow ${escapeHtml(settings.version)} is running</h1>
<p>Ask it something:</p><pre>${escapeHtml(toTryIt(settings, base))}</pre>
<p>Look at it:</p><ul>${links}${studio}</ul></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
