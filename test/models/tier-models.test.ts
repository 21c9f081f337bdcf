import { expect, test } from "vitest";
import { findPrice } from "../../src/models/price-book.ts";
import { toTierModels } from "../../src/models/tier-models.ts";

test("what is configured wins, the rest has a default with a price of its own", () => {
  const models = toTierModels({ mini: "llama4:8b", full: null });
  expect(models.mini).toBe("llama4:8b");
  const day = new Date("2026-11-20T00:00:00Z");
  for (const model of [models.nano, models.full]) {
    expect(findPrice(model, "nano", day)).not.toEqual(findPrice("unknown", "nano", day));
  }
});
