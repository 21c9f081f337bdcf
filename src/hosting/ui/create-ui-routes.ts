import { AppError } from "../../domain/errors.ts";
import { toAssistantId } from "../../domain/ids.ts";
import type { CallContext } from "../../domain/principal.ts";
import type { BuiltUi } from "./build-ui.ts";

type UiCall = {
  request: Request;
  params: Record<string, string>;
  ctx: CallContext;
  body(): Promise<unknown>;
};

/** As `Extension` of the HTTP room describes a route. */
export type UiRoute = {
  methods: readonly string[];
  path: string;
  access: "public" | "caller";
  handle(call: UiCall): Promise<Response>;
};

type UiDeps = {
  built: ReadonlyMap<string, BuiltUi>;
  mountPrefix: string;
  /** The graph of an assistant that the caller may see; rejects when there is none. */
  findGraphId(call: { ctx: CallContext; assistantId: string }): Promise<string>;
};

const TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};

/** Components that a page loads for what a graph shows (PROTOCOL 2.12). */
export function createUiRoutes(deps: UiDeps): UiRoute[] {
  return [
    { methods: ["POST"], path: "/ui/:graph", access: "caller", handle: (call) => answerPage(deps, call) },
    {
      methods: ["GET"],
      path: "/ui/:graph/:file",
      access: "public",
      handle: (call) => answerFile(deps, call),
    },
  ];
}

/** Clients name the assistant that they talk to: by the id of its graph, or by its own. */
async function answerPage(deps: UiDeps, { request, params, ctx, body }: UiCall): Promise<Response> {
  const { built, mountPrefix } = deps;
  const named = params["graph"] ?? "";
  const own = [...built.keys()].find((id) => id === named || toAssistantId(id) === named.toLowerCase());
  const graphId = own ?? (await deps.findGraphId({ ctx, assistantId: named }));
  const ui = built.get(graphId);
  if (ui === undefined) throw notFound();
  const name = readName(await body());
  const base = `${toOrigin(request)}${mountPrefix}/ui/${encodeURIComponent(graphId)}`;
  const styles = [...ui.files.keys()].filter((file) => file.endsWith(".css"));
  const call = `${ui.globalName}.render(${JSON.stringify(name)}, "{{shadowRootId}}")`;
  const html = [
    ...styles.map((file) => `<link rel="stylesheet" href="${escapeHtml(`${base}/${file}`)}" />`),
    `<script src="${escapeHtml(`${base}/entrypoint.js`)}" onload="${escapeHtml(call)}"></script>`,
  ].join("\n");
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** Only what was bundled is there: a name is looked up, never opened. */
async function answerFile({ built }: UiDeps, { params }: UiCall): Promise<Response> {
  const file = params["file"] ?? "";
  const contents = built.get(params["graph"] ?? "")?.files.get(file);
  if (contents === undefined) throw notFound();
  return new Response(contents, {
    headers: {
      "Content-Type": TYPES[file.split(".").at(-1) ?? ""] ?? "application/octet-stream",
      "Cache-Control": "no-cache",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

function readName(body: unknown): string {
  if (typeof body === "object" && body !== null && "name" in body && typeof body.name === "string")
    return body.name;
  throw new AppError("validation_failed", "name: must be a text", {
    errors: [{ path: "name", message: "must be a text" }],
  });
}

/** The page may be on https in front of a service that knows nothing of it, so the scheme is left open. */
function toOrigin({ headers, url }: Request): string {
  const host = headers.get("host") ?? new URL(url).host;
  const isHere = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host);
  return `${isHere ? "http:" : ""}//${host}`;
}

function notFound(): AppError {
  return new AppError("not_found", "Not found");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
