import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createHome, runCommand, startProduct, type Home, type Product } from "../support/spawn-product.ts";

let home: Home;
let product: Product;
let env: Record<string, string>;

beforeAll(async () => {
  home = await createHome();
  product = await startProduct(home);
  env = { RAPTORFLOW_URL: product.url };
});
afterAll(async () => {
  await product.end("SIGTERM");
  await home.discard();
});

const TAGLINE = `---
name: tagline
description: Writes taglines for a brand or a product. Use when someone asks for a tagline, a slogan or a one-line promise.
---

# Tagline

You write short lines that people remember.

## Inputs

| name | type | required | description |
|---|---|---|---|
| product | string | yes | What the line is for |

## Method

1. Name the one thing a buyer gets.
2. Write five lines of at most seven words, each from another angle.

## Output

| field | type | description |
|---|---|---|
| taglines | string[], 3..3 items | The three lines |
| why | string | What each one rests on |

## Examples

> Give us a slogan for a cold-pressed oil brand

> A tagline for our bicycle repair van
`;

it("says in a few lines what it runs on and what to do next", () => {
  expect(product.printed()).toMatch(/RaptorFlow is ready at http/);
  expect(product.printed()).toMatch(/offline/);
  expect(product.printed()).toMatch(/npx raptorflow ask/);
});

it("answers on the command line with skill, text, score, cost and thread", async () => {
  const asked = await runCommand(["ask", "Write a LinkedIn post about our pottery workshop in Jaipur"], env);
  expect(asked).toMatchObject({ code: 0 });
  for (const word of ["content.linkedin", "Jaipur", "Critic", "Cost", "Thread"])
    expect(asked.out).toContain(word);
});

it("prints the question and exits 3 when it must ask without a terminal, and goes on with --thread", async () => {
  const asked = await runCommand(["ask", "Plan a Diwali campaign for our sweets shop in Pune"], env);
  expect(asked.code).toBe(3);
  expect(asked.out + asked.err).toMatch(/budget/i);
  const thread = /Thread\s+(\S+)/.exec(asked.out)?.[1] ?? "";
  const answered = await runCommand(["ask", "3 lakh", "--thread", thread], env);
  expect(answered.code).toBe(0);
  expect(answered.out).toMatch(/3 lakh|3,00,000/);
});

it("prints one JSON event a line with --json", async () => {
  const asked = await runCommand(["ask", "What is the boiling point of tungsten?", "--json"], env);
  const events = asked.out
    .trim()
    .split("\n")
    .map((line): { event: string } => JSON.parse(line));
  expect(events.at(-1)?.event).toBe("end");
});

it("says how to start the service when none runs", async () => {
  const asked = await runCommand(["ask", "hello"], { RAPTORFLOW_URL: "http://127.0.0.1:9" });
  expect(asked.code).not.toBe(0);
  expect(asked.err).toMatch(/raptorflow serve|npm start/);
});

it("uses the foundation and the documents it is given, and names them", async () => {
  const foundation = join(home.folder, "foundation.yaml");
  await writeFile(
    foundation,
    "company_name: Chitale Sweets\nlocation: Pune\npricing_info: Kaju katli costs 980 rupees a kilo\n",
  );
  expect(await runCommand(["foundation", "set", foundation], env)).toMatchObject({ code: 0 });
  const prices = join(home.folder, "gift-boxes.md");
  await writeFile(
    prices,
    "# Gift boxes\n\nThe Diwali gift box Anand holds twelve pieces and costs 640 rupees. Orders above fifty boxes get free delivery in Pune.\n",
  );
  expect(await runCommand(["knowledge", "add", prices], env)).toMatchObject({ code: 0 });
  const asked = await runCommand(
    ["ask", "Plan a Diwali campaign for our gift box Anand in Pune with a budget of 2 lakh"],
    env,
  );
  expect(asked.out).toContain("Chitale Sweets");
  expect(asked.out).toContain("640");
});

it("takes a new skill without a restart", async () => {
  await mkdir(join(home.skills, "brand", "tagline"), { recursive: true });
  await writeFile(join(home.skills, "brand", "tagline", "SKILL.md"), TAGLINE);
  await expect
    .poll(async () => (await fetch(`${product.url}/api/v1/skills`)).text(), { timeout: 10_000 })
    .toContain("brand.tagline");
  const asked = await runCommand(["ask", "A tagline for our filter coffee kiosk in Mysuru"], env);
  expect(asked.out).toContain("brand.tagline");
  expect(asked.out).toMatch(/filter coffee/i);
  await sleep(0);
});

it("refuses a taken port and an open door in words that name the way out", async () => {
  const port = new URL(product.url).port;
  const other = await createHome();
  const taken = await runCommand(["serve"], { ...other.env, PORT: port });
  expect(taken.code).not.toBe(0);
  expect(taken.err).toMatch(new RegExp(`${port} is in use`));
  const open = await runCommand(["serve"], { ...other.env, HOST: "0.0.0.0" });
  expect(open.err).toMatch(/RAPTORFLOW_API_KEY/);
  await other.discard();
});
