const CREDENTIALS = new Set(["x-api-key", "x-tenant-id", "x-service-key"]);

/** Request headers that become a run's configuration: `x-*` and `user-agent`, nothing that holds a credential. */
export function toForwardedHeaders(headers: Headers): Record<string, string> {
  const forwarded: Record<string, string> = {};
  headers.forEach((value, name) => {
    if ((name.startsWith("x-") || name === "user-agent") && !CREDENTIALS.has(name)) forwarded[name] = value;
  });
  return forwarded;
}
