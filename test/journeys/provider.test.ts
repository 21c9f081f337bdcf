import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createOpenAiStandIn, type OpenAiStandIn, type StandInReply } from "../support/openai-stand-in.ts";
import { createHome, runCommand, startProduct, type Home, type Product } from "../support/spawn-product.ts";

const REQUEST = "Write a LinkedIn post about our pottery workshop in Jaipur";
const POST = `## Post

Our pottery workshop in Jaipur fired its first kiln this week.

## Hooks

- Our workshop in Jaipur fired its first kiln
- Clay, and what it taught us
- Who turns a wheel at six in the morning?

## Hashtags

- #Pottery
- #Jaipur
- #Craft

## First comment

Come and see the workshop in Jaipur.

## Visual

A potter's hands on a wheel.

## First hour

- Answer every comment.

## Unknowns

- Opening hours
`;

let home: Home;
let standIn: OpenAiStandIn;
let product: Product | undefined;

beforeAll(async () => {
  home = await createHome();
});
afterEach(async () => {
  await product?.end("SIGTERM");
  await standIn.close();
});
afterAll(() => home.discard());

async function start(otherwise: () => StandInReply): Promise<Product> {
  standIn = await createOpenAiStandIn({ otherwise });
  product = await startProduct(home, {
    OPENAI_API_KEY: "sk-secret-of-the-test",
    OPENAI_BASE_URL: standIn.url,
  });
  return product;
}

type Final = {
  answer: { text: string };
  degraded: unknown;
  errors: string[];
  usage: { models: string[]; tokens: { input: number } };
};

async function ask({ client }: Product): Promise<Final> {
  const { thread_id: threadId } = await client.threads.create();
  const input = { messages: [{ type: "human", content: REQUEST }] };
  return (await client.runs.wait(threadId, "queen", { input })) as unknown as Final;
}

describe("with a provider", () => {
  it("answers with its words, and counts what it used", async () => {
    const final = await ask(await start(() => ({ kind: "text", pieces: POST.split(/(?<= )/) })));
    expect(final.answer.text).toContain("fired its first kiln");
    expect(final.degraded).toBeNull();
    expect(final.usage.models).not.toContain("offline");
    expect(final.usage.tokens.input).toBeGreaterThan(0);
    expect(standIn.requests[0]?.authorization).toBe("Bearer sk-secret-of-the-test");
  });

  it("that refuses the key: the run says so and ends with the offline answer, marked degraded", async () => {
    const service = await start(() => ({
      kind: "error",
      status: 401,
      message: "Incorrect API key provided",
    }));
    const final = await ask(service);
    expect(final.degraded).toEqual({ reason: "provider" });
    expect(final.errors.join(" ")).toMatch(/OPENAI_API_KEY/);
    expect(final.answer.text).toMatch(/Jaipur/);
    expect(JSON.stringify(final) + service.printed()).not.toContain("sk-secret-of-the-test");
    const asked = await runCommand(["ask", REQUEST], { RAPTORFLOW_URL: service.url });
    expect(asked.code).toBe(0);
    expect(asked.out + asked.err).toMatch(/OPENAI_API_KEY/);
  });

  it("whose stream is cut: the run ends with the offline answer, marked degraded", async () => {
    const final = await ask(await start(() => ({ kind: "cut", pieces: ["## Post\n", "\nOur "] })));
    expect(final.degraded).toEqual({ reason: "provider" });
    expect(final.answer.text).toMatch(/Jaipur/);
  });

  it("that cannot be reached: the run says so and ends", async () => {
    standIn = await createOpenAiStandIn();
    product = await startProduct(home, { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" });
    const final = await ask(product);
    expect(final.degraded).toEqual({ reason: "provider" });
    expect(final.errors.join(" ")).toMatch(/127\.0\.0\.1:9/);
  });
});
