import { isIP } from "node:net";
import { AppError } from "../domain/errors.ts";
import type { WebhookPolicy } from "./policy.ts";

/** A webhook of this service's own, addressed by its path; "//host" is another host. */
export function isRelative(url: string): boolean {
  return /^\/(?![/\\])/.test(url);
}

/**
 * Holds a URL against the policy, before anything is sent; where its name leads is seen when it is. Throws
 * `validation_failed`.
 */
export function checkWebhookUrl(policy: WebhookPolicy, url: string): void {
  if (url.length > policy.maxUrlLength)
    throw refuse("is too long", `Use at most ${policy.maxUrlLength} characters.`);
  if (isRelative(url)) {
    if (policy.relative) return;
    throw refuse(
      "begins with /, and this service does not call itself",
      "Use a complete URL, or set webhooks.url.disable_loopback to false.",
    );
  }
  checkAbsolute(policy, toUrl(url));
}

function toUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refuse("is no URL of a web server", "Use e.g. https://example.com/hook.");
  return url;
}

function checkAbsolute(policy: WebhookPolicy, url: URL): void {
  if (url.username !== "" || url.password !== "")
    throw refuse("holds a password", "Send credentials with webhooks.headers.");
  if (policy.requireHttps && url.protocol !== "https:") throw refuse("is not encrypted", "Use https://.");
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  if (policy.allowedPorts !== null && !policy.allowedPorts.includes(port))
    throw refuse(`has port ${port}`, `Allowed are ${policy.allowedPorts.join(", ")}.`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (policy.allowedDomains !== null && !policy.allowedDomains.some((domain) => isWithin(host, domain)))
    throw refuse(`leads to ${host}`, `Allowed are ${policy.allowedDomains.join(", ")}.`);
  if (isIP(host) !== 0 && !policy.addresses.admits(host)) throw refuseAddress(host);
}

function isWithin(host: string, domain: string): boolean {
  const name = host.replace(/\.$/, "");
  return domain.startsWith("*.") ? name.endsWith(domain.slice(1)) : name === domain;
}

export function refuseAddress(address: string): AppError {
  return refuse(
    `leads to ${address}, which is not on the public internet`,
    "Use a public address, or name this one in webhooks.url.allowed_addresses.",
  );
}

function refuse(detail: string, fix: string): AppError {
  return new AppError("validation_failed", `webhook: ${detail}`, {
    fix,
    errors: [{ path: "webhook", message: detail }],
  });
}
