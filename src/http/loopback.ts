import { isIP } from "node:net";

/** Host name without port, as a URL spells it: lower case, IPv6 in brackets. Undefined when it is none. */
export function toHostname(host: string): string | undefined {
  return URL.parse(`http://${host}`)?.hostname.replace(/\.$/, "");
}

export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    (isIpAddress(hostname) && hostname.startsWith("127."))
  );
}

/** The same of an address to listen on, where IPv6 has no brackets. */
export function isLoopbackHost(host: string): boolean {
  return isLoopback(host.includes(":") ? `[${host}]` : host);
}

export function isIpAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
}
