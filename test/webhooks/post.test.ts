import { afterEach, describe, expect, it } from "vitest";
import { toWebhookPolicy } from "../../src/webhooks/policy.ts";
import { createPost } from "../../src/webhooks/post.ts";
import { startReceiver, type Receiver } from "./support/receiver.ts";

const open = { settings: null, environment: {}, disabled: false, hasAuth: false, isLocal: true };
const closed = toWebhookPolicy({ ...open, isLocal: false });
const receivers: Receiver[] = [];
const call = { headers: { "webhook-id": "one" }, body: '{"a":"é"}', signal: new AbortController().signal };

afterEach(() => Promise.all(receivers.splice(0).map((receiver) => receiver.close())));
async function receive(...parameters: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...parameters);
  receivers.push(receiver);
  return receiver;
}

describe("a post", () => {
  it("carries the body, its headers and those of the configuration", async () => {
    const receiver = await receive(() => 202);
    const policy = toWebhookPolicy({
      ...open,
      settings: {
        headers: { "x-team": "growth" },
        envPrefix: "",
        url: {
          allowedDomains: null,
          allowedPorts: null,
          requireHttps: null,
          disableLoopback: null,
          maxUrlLength: null,
          allowedAddresses: null,
        },
      },
    });
    const post = createPost({ policy, fetchSelf: null, timeoutMs: 5_000 });
    expect(await post({ ...call, url: receiver.url })).toEqual({ kind: "answered", status: 202 });
    expect(receiver.received[0]).toMatchObject({
      headers: { "x-team": "growth", "webhook-id": "one", "content-length": "10" },
      body: { a: "é" },
    });
  });

  it("to a name goes only where the policy lets it: names that lead inside are found out when they are resolved", async () => {
    const receiver = await receive();
    const url = receiver.url.replace("127.0.0.1", "localhost");
    const post = createPost({ policy: closed, fetchSelf: null, timeoutMs: 5_000 });
    expect(await post({ ...call, url })).toMatchObject({ kind: "refused" });
    expect(receiver.received).toHaveLength(0);
    const free = createPost({ policy: toWebhookPolicy(open), fetchSelf: null, timeoutMs: 5_000 });
    expect(await free({ ...call, url })).toEqual({ kind: "answered", status: 200 });
  });

  it("to an address that is not allowed any more is refused", async () => {
    const receiver = await receive();
    const post = createPost({ policy: closed, fetchSelf: null, timeoutMs: 5_000 });
    expect(await post({ ...call, url: receiver.url })).toMatchObject({ kind: "refused" });
    expect(receiver.received).toHaveLength(0);
  });

  it("ends when its time is over, and when it is broken off", async () => {
    const receiver = await receive(() => null);
    const hasty = createPost({ policy: toWebhookPolicy(open), fetchSelf: null, timeoutMs: 100 });
    expect(await hasty({ ...call, url: receiver.url })).toMatchObject({ kind: "failed" });
    const patient = createPost({ policy: toWebhookPolicy(open), fetchSelf: null, timeoutMs: 60_000 });
    const stop = new AbortController();
    const posting = patient({ ...call, url: receiver.url, signal: stop.signal });
    await receiver.waitFor(2);
    stop.abort();
    expect(await posting).toMatchObject({ kind: "failed" });
  });

  it("does not follow a redirect", async () => {
    const receiver = await receive(() => 302);
    const post = createPost({ policy: toWebhookPolicy(open), fetchSelf: null, timeoutMs: 5_000 });
    expect(await post({ ...call, url: receiver.url })).toEqual({ kind: "answered", status: 302 });
    expect(receiver.received).toHaveLength(1);
  });

  it("to a path goes to this service itself", async () => {
    const asked: { url: string; method: string; id: string | null; text: string }[] = [];
    const post = createPost({
      policy: toWebhookPolicy(open),
      timeoutMs: 5_000,
      async fetchSelf(request) {
        const { url, method, headers } = request;
        asked.push({ url, method, id: headers.get("webhook-id"), text: await request.text() });
        return new Response(null, { status: 204 });
      },
    });
    expect(await post({ ...call, url: "/hooks/run?a=1" })).toEqual({ kind: "answered", status: 204 });
    expect(asked).toEqual([
      { url: "http://localhost/hooks/run?a=1", method: "POST", id: "one", text: call.body },
    ]);
    const alone = createPost({ policy: toWebhookPolicy(open), fetchSelf: null, timeoutMs: 5_000 });
    expect(await alone({ ...call, url: "/hooks/run" })).toMatchObject({ kind: "failed" });
  });
});
