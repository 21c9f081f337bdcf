import { expect, test } from "vitest";
import { workOut } from "../../../src/models/offline/formula.ts";
import { toRequestKind } from "../../../src/models/offline/request-kind.ts";

const CAC =
  "Customer acquisition cost (CAC) = everything spent on sales and marketing in a period / new customers of that period; 3 lakh for 120.";
const ROAS =
  "ROAS = sales from advertisements / spend on them; break-even ROAS = 1 / gross margin, so 2.5 at 40 % margin.";

test("a formula is worked out with the figures of the request", () => {
  expect(workOut([CAC], "We spent 3 lakh on marketing and got 120 customers. What is our CAC?")).toBe(
    "With your figures: Customer acquisition cost (CAC) = ₹3 lakh / 120 = ₹2,500.",
  );
  expect(workOut([ROAS], "Is a ROAS of 3 good for a shop with 35 % margin?")).toBe(
    "With your figures: break-even ROAS = 1 / 0.35 = 2.86.",
  );
});

test("nothing is worked out when a figure is missing or stands for something else", () => {
  expect(workOut([CAC], "What is CAC?")).toBeNull();
  expect(workOut([CAC], "We spent 3 lakh on marketing. What is our CAC?")).toBeNull();
  expect(workOut([CAC], "We have 120 chairs and 3 lakh of rent")).toBeNull();
  expect(workOut([CAC], "We spent 3 lakh on marketing and got 0 customers")).toBeNull();
});

test.each([
  ["hi", "greeting"],
  ["What can you do?", "greeting"],
  ["नमस्ते", "greeting"],
  ["Write a blog about our cafe", "order"],
  ["Instagram caption for our new thali", "order"],
  ["Plan a Holi campaign for my shop with 50k", "order"],
  ["What is CAC?", "question"],
  ["Can you write emails?", "question"],
])("%s is a %s", (text, kind) => {
  expect(toRequestKind(text)).toBe(kind);
});
