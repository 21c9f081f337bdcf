import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/skills/settings.ts";
import { compile, compileGood, listProblems, toLines, toSource } from "./skill-source.ts";

describe("metadata settings", () => {
  it("have the published defaults", () => {
    expect(compileGood(toSource("Text")).settings).toEqual(DEFAULT_SETTINGS);
    expect(DEFAULT_SETTINGS).toMatchObject({
      tier: "mini",
      temperature: 0.7,
      maxOutputTokens: 4_096,
      maxCostMicrousd: 100_000,
      maxTokens: 50_000,
      timeoutSeconds: 60,
      maxToolCalls: 10,
      retries: 2,
      minQuality: 70,
      outputFormat: "structured_json",
    });
  });

  it.each([
    ['tier: "nano"', { tier: "nano" }],
    ['lord: "Seer"', { lord: "seer" }],
    ['capabilities: "a_b c d e f"', { capabilities: ["a-b", "c", "d", "e", "f"] }],
    ['aliases: "Old_Name other"', { aliases: ["old-name", "other"] }],
    ['foundation: "positioning icp_summaries"', { foundation: ["positioning", "icp_summaries"] }],
    ['approval: "none"', { approval: null }],
    ['approval: "It sends mail"', { approval: "It sends mail" }],
    ['temperature: "0"', { temperature: 0 }],
    ['max-cost-usd: "0.12"', { maxCostMicrousd: 120_000 }],
    ['max_cost_usd: "$0.000001"', { maxCostMicrousd: 1 }],
    ['reasoning: "high"', { reasoning: "high" }],
    ['retries: "3"', { retries: 3 }],
    ['cache: "yes"', { cache: true }],
    ['output-format: "markdown_table"', { outputFormat: "markdown_table" }],
  ])("reads %s", (metadata, expected) => {
    const skill = compileGood(toSource("Text", metadata));
    expect(skill.settings).toEqual({ ...DEFAULT_SETTINGS, ...expected });
    expect(skill.problems).toEqual([]);
  });

  it.each([
    'tier: "giant"',
    'temperature: "warm"',
    'temperature: "2.1"',
    'retries: "4"',
    'retries: "1.5"',
    'max-cost-usd: "0,05"',
    'max-cost-usd: "-1"',
    'cache: "constructor"',
    'reasoning: "deep"',
    "tier: {a: b}",
  ])("refuses %s", (metadata) => {
    expect(toLines(listProblems(compile(toSource("Text", metadata))))).toEqual(["5 error setting_invalid"]);
  });

  it.each([
    ['version: "latest"', "setting_invalid"],
    ['foundation: "postioning"', "slice_unknown"],
    ['capabilities: "one two"', "capabilities_not_five"],
  ])("warns about %s", (metadata, code) => {
    expect(toLines(compileGood(toSource("Text", metadata)).problems)).toEqual([`5 warning ${code}`]);
  });

  it("says that metadata which is no list of settings has no effect", () => {
    const skill = compileGood("---\nname: rival\ndescription: x\nmetadata: fast\n---\nText\n");
    expect(toLines(skill.problems)).toEqual(["4 warning metadata_not_flat"]);
  });
});
