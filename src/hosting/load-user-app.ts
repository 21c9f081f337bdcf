import { AppError } from "../domain/errors.ts";
import { loadExport } from "./modules/load-export.ts";
import type { ModuleRef } from "./project.ts";
import { toDescribed } from "./to-graph.ts";

/** What every Hono app has, of whichever copy and version 4 it is. */
type HonoLike = {
  routes: { method: string; path: string; handler: (...call: never[]) => unknown }[];
  errorHandler: unknown;
  basePath: unknown;
  fetch: unknown;
};

/** The project's own Hono app. Throws `config_invalid`. */
export async function loadUserApp(ref: ModuleRef): Promise<HonoLike> {
  const app = await loadExport(ref);
  if (isHono(app)) return app;
  throw new AppError("config_invalid", `${ref.key}: ${ref.text} is ${toDescribed(app)}, not a Hono app`, {
    fix: 'Export one: import { Hono } from "hono"; export const app = new Hono();',
  });
}

function isHono(value: unknown): value is HonoLike {
  if (typeof value !== "object" || value === null) return false;
  const app: Record<string, unknown> = Object(value);
  const isCallable = ["fetch", "basePath", "errorHandler"].every((name) => typeof app[name] === "function");
  return isCallable && Array.isArray(app["routes"]);
}
