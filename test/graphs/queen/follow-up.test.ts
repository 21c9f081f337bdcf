import { expect, it } from "vitest";
import { isFollowUp, pointsBack } from "../../../graphs/queen/follow-up.ts";

it.each(["also write a LinkedIn post about it", "Write an email announcing this", "a post for them"])(
  "points back: %s",
  (text) => {
    expect(pointsBack(text)).toBe(true);
  },
);

it.each(["Write a LinkedIn post about our ovens", "about Italy", "make it shorter"])(
  "stands alone: %s",
  (text) => {
    expect(pointsBack(text)).toBe(false);
  },
);

it.each(["make it shorter", "in Hindi please", "now for Christmas", "change the discount to 15%"])(
  "goes on with the answer before: %s",
  (text) => {
    expect(isFollowUp(text)).toBe(true);
  },
);
