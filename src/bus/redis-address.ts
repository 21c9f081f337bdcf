import { AppError } from "../domain/errors.ts";

export type RedisAddress = { url: string; prefix: string };

const DEFAULT_PREFIX = "raptorflow";

/**
 * `redis://host:6379/2?prefix=mine`: channels know no databases, so the number stands in their names beside the prefix.
 * Throws `config_invalid`.
 */
export function parseRedisUrl(text: string): RedisAddress {
  const url = new URL(text);
  const database = url.pathname.replace(/^\/+|\/+$/g, "");
  if (!/^\d*$/.test(database)) {
    throw new AppError("config_invalid", `REDIS_URL names the database "${database}"`, {
      fix: "Write the number of a Redis database behind the host, such as redis://localhost:6379/2.",
    });
  }
  const prefix = url.searchParams.get("prefix") ?? DEFAULT_PREFIX;
  url.searchParams.delete("prefix");
  return { url: url.href, prefix: `${prefix}:${Number(database)}:` };
}
