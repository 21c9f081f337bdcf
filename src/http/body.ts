import type { HonoRequest } from "hono";
import { AppError } from "../domain/errors.ts";
import { parseJsonText } from "./json-text.ts";

export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** The body as JSON, whatever its content type says. Reads through Hono, so that a body read before is found again. */
export async function readBody(request: HonoRequest): Promise<unknown> {
  const replaced = await readReplaced(request);
  if (replaced !== undefined) return replaced;
  const isBounded =
    request.header("content-length") !== undefined || Object.keys(request.bodyCache).length > 0;
  const bytes = isBounded ? await request.arrayBuffer() : await readBounded(request.raw.body);
  if (bytes.byteLength > MAX_BODY_BYTES) throw toTooLarge();
  const value = parseJsonText(bytes);
  return value === null ? {} : value;
}

/** What the middleware of a project put in place of the body, by a `json` of its own or in Hono's cache. */
async function readReplaced(request: HonoRequest): Promise<unknown> {
  const isReplaced = Object.hasOwn(request, "json") || Object.hasOwn(request.bodyCache, "json");
  if (!isReplaced) return undefined;
  const value: unknown = Object.hasOwn(request, "json") ? await request.json() : await request.bodyCache.json;
  return parseJsonText(Buffer.from(JSON.stringify(value ?? {})));
}

/** A body of unknown length is counted while it comes in. */
async function readBounded(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_BODY_BYTES) throw toTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

export function toTooLarge(): AppError {
  return new AppError("body_too_large", `Body is larger than ${MAX_BODY_BYTES / 1024 / 1024} MB`);
}
