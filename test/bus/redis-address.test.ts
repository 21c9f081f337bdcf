import { describe, expect, it } from "vitest";
import { parseRedisUrl } from "../../src/bus/redis-address.ts";

describe("the address of a Redis", () => {
  it.each([
    ["redis://localhost:6379", "redis://localhost:6379", "raptorflow:0:"],
    ["redis://user:word@cache.example/2", "redis://user:word@cache.example/2", "raptorflow:2:"],
    ["rediss://cache.example/1?prefix=staging&family=6", "rediss://cache.example/1?family=6", "staging:1:"],
  ])("%s", (text, url, prefix) => {
    expect(parseRedisUrl(text)).toEqual({ url, prefix });
  });

  it("names its database by number", () => {
    expect(() => parseRedisUrl("redis://localhost/cache")).toThrow(
      expect.objectContaining({ code: "config_invalid" }),
    );
  });
});
