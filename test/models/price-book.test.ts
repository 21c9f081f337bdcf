import { describe, expect, test } from "vitest";
import { findPrice, findShutdown, toCost } from "../../src/models/price-book.ts";

const day = new Date("2026-11-20T00:00:00Z");

describe("price book", () => {
  test("prices a known model by its row, with provider prefix or date too", () => {
    const price = findPrice("gpt-6-sol", "full", day);
    expect(price).toMatchObject({ input: 2_000_000, cachedInput: 200_000, output: 10_000_000 });
    expect(findPrice("openai/gpt-6-sol-2026-09-01", "nano", day)).toEqual(price);
  });

  test("prices an unknown model at the reference of its tier", () => {
    expect(findPrice("llama4", "nano", day)).toMatchObject({ input: 50_000, output: 400_000 });
    expect(findPrice("llama4", "mini", day)).toMatchObject({ input: 250_000, output: 2_000_000 });
    expect(findPrice("llama4", "full", day)).toMatchObject({ input: 1_250_000, output: 10_000_000 });
  });

  test("a row counts from its first day", () => {
    expect(findPrice("gpt-6.1-sol", "nano", new Date("2026-09-29T12:00:00Z"))).toMatchObject({
      input: 50_000,
    });
    expect(findPrice("gpt-6.1-sol", "nano", new Date("2026-09-30T00:00:00Z"))).toMatchObject({
      input: 2_000_000,
    });
  });

  test("costs are whole micro-dollars, rounded up", () => {
    const price = findPrice("gpt-6-luna", "nano", day);
    expect(toCost(price, { input: 0, output: 0 })).toBe(0);
    expect(toCost(price, { input: 1, output: 0 })).toBe(1);
    expect(toCost(price, { input: 1_000, output: 200 })).toBe(200);
    expect(toCost(price, { input: 1_001, output: 200 })).toBe(201);
  });

  test("cached input costs less, a long prompt more", () => {
    const price = findPrice("gpt-6-sol", "full", day);
    expect(toCost(price, { input: 1_000, cachedInput: 1_000, output: 0 })).toBe(200);
    expect(toCost(price, { input: 300_000, output: 1_000 })).toBe(1_215_000);
  });

  test("knows when a model is switched off", () => {
    expect(findShutdown("gpt-5-mini")).toBe("2026-12-11");
    expect(findShutdown("gpt-6-luna")).toBeNull();
  });
});
