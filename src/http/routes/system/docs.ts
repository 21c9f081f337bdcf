import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { AppError } from "../../../domain/errors.ts";
import { defineRoute } from "../../define-route.ts";
import { toPage } from "../../reply.ts";

/** The files of the reference page, from this machine: it works without the internet. */
const FILES: Record<string, string> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};
const A_DAY = { "Cache-Control": "public, max-age=86400" };

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>RaptorFlow API</title><link rel="stylesheet" href="docs/swagger-ui.css">
<style>body{margin:0}.swagger-ui .topbar{display:none}</style></head>
<body><div id="reference"></div><script src="docs/swagger-ui-bundle.js"></script><script>
SwaggerUIBundle({ url: "openapi.json", dom_id: "#reference", deepLinking: true, docExpansion: "none",
  filter: true, persistAuthorization: true, tryItOutEnabled: true, validatorUrl: null });
</script></body></html>
`;

export const page = defineRoute({
  method: "get",
  path: "/docs",
  access: "public",
  tag: "System",
  summary: "The API as a page to read and try",
  reply: { status: 200, description: "A page", contentType: "text/html" },
  handle: () => toPage("text/html; charset=utf-8", PAGE),
});

export const file = defineRoute({
  method: "get",
  path: "/docs/:file",
  access: "public",
  tag: "System",
  summary: "Script and style of that page",
  params: z.object({ file: z.string() }),
  reply: { status: 200, description: "A file" },
  async handle({ params }) {
    const contentType = Object.hasOwn(FILES, params.file) ? FILES[params.file] : undefined;
    if (contentType === undefined) throw new AppError("not_found", "Not found");
    const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
    return toPage(contentType, await readFile(join(folder, params.file), "utf8"), A_DAY);
  },
});
