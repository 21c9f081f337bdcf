import { describe, expect, it } from "vitest";
import { createAddressGuard } from "../../src/webhooks/address-guard.ts";
import { checkWebhookUrl } from "../../src/webhooks/check-url.ts";
import { toWebhookPolicy, type WebhookSettings } from "../../src/webhooks/policy.ts";
import { isAppError } from "../../src/domain/errors.ts";

type Told = Partial<WebhookSettings["url"]>;
type Around = { hasAuth?: boolean; isLocal?: boolean; headers?: Record<string, string>; prefix?: string };

function toPolicy(url: Told = {}, { hasAuth = true, isLocal = false, headers = {}, prefix }: Around = {}) {
  return toWebhookPolicy({
    settings: {
      headers,
      envPrefix: prefix ?? "LG_WEBHOOK_",
      url: {
        allowedDomains: null,
        allowedPorts: null,
        requireHttps: null,
        disableLoopback: null,
        maxUrlLength: null,
        allowedAddresses: null,
        ...url,
      },
    },
    environment: { LG_WEBHOOK_TOKEN: "s3cret", HOME: "/root", LG_WEBHOOK_LINES: "a\nb" },
    disabled: false,
    hasAuth,
    isLocal,
  });
}
function judge(policy: ReturnType<typeof toPolicy>, url: string): string {
  try {
    checkWebhookUrl(policy, url);
    return "ok";
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
}

describe("a URL", () => {
  it.each([
    "https://example.com/hook",
    "http://example.com:8080/hook?x=1",
    "https://93.184.216.34/",
    "https://[2606:4700::1111]/",
  ])("on the public internet is admitted: %s", (url) => {
    expect(judge(toPolicy(), url)).toBe("ok");
  });

  it.each([
    "ftp://example.com/",
    "javascript:alert(1)",
    "example.com/hook",
    "",
    "https://user:word@example.com/",
    `https://example.com/${"x".repeat(2_048)}`,
  ])("of another kind is refused: %s", (url) => {
    expect(judge(toPolicy(), url)).toBe("validation_failed");
  });

  it.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.0.0.1/",
    "http://0.0.0.0/",
    "http://10.0.0.8/",
    "http://172.20.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[2002:7f00:1::]/",
  ])("that leads inside is refused: %s", (url) => {
    expect(judge(toPolicy(), url)).toBe("validation_failed");
  });

  it("is held against domains, ports and encryption", () => {
    const strict = toPolicy({
      allowedDomains: ["hooks.example.com", "*.partner.example"],
      allowedPorts: [443, 8443],
      requireHttps: true,
      maxUrlLength: 60,
    });
    expect(judge(strict, "https://hooks.example.com/a")).toBe("ok");
    expect(judge(strict, "https://HOOKS.example.com:8443/a")).toBe("ok");
    expect(judge(strict, "https://eu.partner.example/")).toBe("ok");
    for (const url of [
      "https://partner.example/",
      "https://evilpartner.example/",
      "https://example.com/",
      "https://hooks.example.com.evil.test/",
      "https://hooks.example.com:444/",
      "http://hooks.example.com/",
      `https://hooks.example.com/${"a".repeat(60)}`,
    ])
      expect(judge(strict, url)).toBe("validation_failed");
  });

  it("on this machine is admitted only where whoever starts runs is on it too", () => {
    const url = "http://127.0.0.1:3000/hook";
    expect(judge(toPolicy({}, { hasAuth: false, isLocal: true }), url)).toBe("ok");
    expect(judge(toPolicy({}, { hasAuth: true, isLocal: true }), url)).toBe("validation_failed");
    expect(judge(toPolicy({}, { hasAuth: false, isLocal: false }), url)).toBe("validation_failed");
    const told = { disableLoopback: true };
    expect(judge(toPolicy(told, { hasAuth: false, isLocal: true }), url)).toBe("validation_failed");
  });

  it("inside is admitted where the configuration names the network", () => {
    const policy = toPolicy({ allowedAddresses: ["10.1.0.0/16", "192.168.1.20"] });
    expect(judge(policy, "http://10.1.2.3/")).toBe("ok");
    expect(judge(policy, "http://192.168.1.20/")).toBe("ok");
    expect(judge(policy, "http://10.2.0.1/")).toBe("validation_failed");
    expect(judge(policy, "http://169.254.169.254/")).toBe("validation_failed");
  });

  it("that is a path means this service, without auth or where the configuration says so", () => {
    expect(judge(toPolicy({}, { hasAuth: false }), "/hook")).toBe("ok");
    expect(judge(toPolicy({}, { hasAuth: true }), "/hook")).toBe("validation_failed");
    expect(judge(toPolicy({ disableLoopback: false }, { hasAuth: true }), "/hook")).toBe("ok");
    expect(judge(toPolicy({ disableLoopback: true }, { hasAuth: false }), "/hook")).toBe("validation_failed");
    for (const url of ["//evil.example/hook", "/\\evil.example/hook"])
      expect(judge(toPolicy({}, { hasAuth: false }), url)).toBe("validation_failed");
  });
});

describe("headers of the configuration", () => {
  it("take values with the prefix from the environment", () => {
    const headers = { Authorization: "Bearer ${{ env.LG_WEBHOOK_TOKEN }}", "X-Plain": "as it is $& ${HOME}" };
    expect(toPolicy({}, { headers }).headers).toEqual({
      authorization: "Bearer s3cret",
      "x-plain": "as it is $& ${HOME}",
    });
  });

  it.each([
    ["a variable without the prefix", { a: "${{ env.HOME }}" }],
    ["a variable that is not set", { a: "${{ env.LG_WEBHOOK_MISSING }}" }],
    ["a header that the delivery sets", { "Webhook-Id": "mine" }],
    ["a header that frames the body", { "content-length": "3" }],
    ["a name that is none", { "a b": "c" }],
    ["a value of two lines", { a: "${{ env.LG_WEBHOOK_LINES }}" }],
  ])("stop the boot for %s", (_, headers) => {
    expect(() => toPolicy({}, { headers: headers as Record<string, string> })).toThrow(
      expect.objectContaining({ code: "config_invalid" }),
    );
  });
});

it("a network that is none stops the boot", () => {
  for (const allowed of ["10.0.0.0/99", "intranet", ""])
    expect(() => createAddressGuard({ allowed: [allowed], loopback: false })).toThrow(
      expect.objectContaining({ code: "config_invalid" }),
    );
});
