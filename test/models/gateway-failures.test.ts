import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Completion } from "../../src/models/model-call.ts";
import { createOpenAiStandIn, type OpenAiStandIn } from "../support/openai-stand-in.ts";
import { call, KEY, openGateway } from "./gateway-setup.ts";

let provider: OpenAiStandIn;

beforeEach(async () => {
  provider = await createOpenAiStandIn();
});

afterEach(async () => {
  provider.verify();
  await provider.close();
});

/** What every failure has in common: an offline answer that says why, and no key anywhere. */
function expectFallback(completion: Completion): string {
  expect(completion.degraded).toEqual({ reason: "provider" });
  expect(completion.usage.models).toContain("offline");
  expect(completion.message.text).toContain("## Answer");
  expect(completion.message.text).toContain(completion.problem);
  expect(JSON.stringify(completion)).not.toContain(KEY);
  return completion.problem ?? "";
}

describe("a provider that fails", () => {
  test("refusing the key is not asked again", async () => {
    provider.script({
      kind: "error",
      status: 401,
      code: "invalid_api_key",
      message: `Incorrect API key provided: ${KEY}`,
    });
    const problem = expectFallback(await openGateway(provider.url).complete(call(), {}));
    expect(problem).toMatch(/^The model provider refused the key \(401\)\. Check OPENAI_API_KEY/);
  });

  test("not knowing the model names the setting of the tier", async () => {
    provider.script({ kind: "error", status: 404, code: "model_not_found" });
    const problem = expectFallback(await openGateway(provider.url).complete(call({ tier: "full" }), {}));
    expect(problem).toContain("gpt-6-sol");
    expect(problem).toContain("RAPTORFLOW_MODEL_FULL");
  });

  test("refusing the request says why, without the key", async () => {
    provider.script({ kind: "error", status: 400, message: `too long for ${KEY}` });
    const problem = expectFallback(await openGateway(provider.url).complete(call(), {}));
    expect(problem).toContain("(400)");
    expect(problem).toContain("too long for [key]");
  });

  test("staying busy is asked as often as the settings say", async () => {
    const busy = { kind: "error", status: 429, headers: { "retry-after-ms": "1" } } as const;
    provider.script(busy, busy, busy);
    const problem = expectFallback(await openGateway(provider.url).complete(call(), {}));
    expect(problem).toContain("429");
  });

  test("with a used-up quota is not asked again", async () => {
    provider.script({ kind: "error", status: 429, code: "insufficient_quota" });
    expect(expectFallback(await openGateway(provider.url).complete(call(), {}))).toContain("quota");
  });

  test("that cannot be reached is named with its host", async () => {
    const url = provider.url;
    await provider.close();
    const problem = expectFallback(await openGateway(url).complete(call(), {}));
    expect(problem).toContain(provider.host);
    expect(problem).toContain("ECONNREFUSED");
  });

  test("without a first token is left", async () => {
    provider.script({ kind: "silent", pieces: [] });
    const timeouts = { firstTokenMs: 40, silenceMs: 10_000, totalMs: 20_000 };
    const problem = expectFallback(await openGateway(provider.url, { timeouts }).complete(call(), {}));
    expect(problem).toContain("no token");
    await provider.aborted();
  });

  test("that falls silent is left", async () => {
    provider.script({ kind: "silent", pieces: ["Strong "] });
    const timeouts = { firstTokenMs: 10_000, silenceMs: 40, totalMs: 20_000 };
    const problem = expectFallback(await openGateway(provider.url, { timeouts }).complete(call(), {}));
    expect(problem).toContain("fell silent");
    await provider.aborted();
  });

  test("that takes too long in all is left, also when the call allows less than the settings", async () => {
    provider.script({ kind: "silent", pieces: ["Strong "] });
    const completion = await openGateway(provider.url).complete(call({ timeoutMs: 40 }), {});
    expect(expectFallback(completion)).toContain("did not finish");
    await provider.aborted();
  });

  test("that cuts the stream is told apart", async () => {
    provider.script({ kind: "cut", pieces: ["Stro", "ng"] });
    const completion = await openGateway(provider.url).complete(call(), {});
    expect(expectFallback(completion)).toContain("was cut");
    expect(completion.usage).toMatchObject({ models: ["offline"], cost_microusd: 0 });
  });

  test("that ends without a reason was cut too", async () => {
    provider.script({ kind: "unfinished", pieces: ["Stro"] });
    expect(expectFallback(await openGateway(provider.url).complete(call(), {}))).toContain("was cut");
  });

  test("that answers with nothing or filters is not an answer, but is paid for what it reports", async () => {
    const usage = { prompt_tokens: 1_000, completion_tokens: 100 };
    provider.script(
      { kind: "text", pieces: [], usage },
      { kind: "text", pieces: [], finish: "content_filter" },
    );
    const gateway = openGateway(provider.url);
    const empty = await gateway.complete(call(), {});
    expect(expectFallback(empty)).toContain("nothing");
    expect(empty.usage.models).toEqual(["gpt-5.4-mini", "offline"]);
    expect(empty.usage.cost_microusd).toBe(1_200);
    expect(empty.usage.tokens.input).toBeGreaterThan(1_000);
    expect(expectFallback(await gateway.complete(call(), {}))).toContain("filter");
  });
});

describe("a caller that gives up", () => {
  test("before the call makes no request", async () => {
    const signal = AbortSignal.abort(new Error("cancelled"));
    await expect(openGateway(provider.url).complete(call(), { signal })).rejects.toThrow("cancelled");
  });

  test("in the middle of an answer ends the request and gets its own reason", async () => {
    const caller = new AbortController();
    provider.script({ kind: "silent", pieces: ["Strong "] });
    const handleLLMNewToken = (token: string): void => {
      if (token === "Strong ") caller.abort(new Error("cancelled"));
    };
    const config = { signal: caller.signal, callbacks: [{ handleLLMNewToken }] };
    await expect(openGateway(provider.url).complete(call(), config)).rejects.toThrow("cancelled");
    await provider.aborted();
  });

  test("is heard by the offline model as well", async () => {
    const caller = new AbortController();
    const gateway = openGateway(null, { openaiApiKey: null });
    const config = {
      signal: caller.signal,
      callbacks: [{ handleLLMNewToken: () => caller.abort(new Error("cancelled")) }],
    };
    await expect(gateway.complete(call(), config)).rejects.toThrow();
  });
});
