import { describe, expect, it } from "vitest";
import { toParts } from "../../../src/agents/route/request-parts.ts";

const parts = (text: string) => toParts(text).map((part) => part.text.trim());

describe("toParts", () => {
  it.each([
    [
      "Write a 3-email sequence and a LinkedIn post for our Diwali offer",
      ["Write a 3-email sequence", "a LinkedIn post for our Diwali offer"],
    ],
    ["Compare us with Zoho and then write a post", ["Compare us with Zoho", "write a post"]],
    ["Find out what Zoho charges. Write an email.", ["Find out what Zoho charges.", "Write an email."]],
    ["Diwali campaign banao aur email likho", ["Diwali campaign banao", "email likho"]],
  ])("cuts %s", (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  it("leaves lists of objects together", () => {
    expect(parts("compare us with Boat and Noise on price and message")).toHaveLength(1);
    expect(parts("Plan a campaign with emails and posts")).toHaveLength(1);
  });

  it("gives offsets into the text", () => {
    const text = "Plan a campaign; write an email and a post";
    for (const part of toParts(text)) expect(text.slice(part.start, part.end)).toBe(part.text);
  });
});
