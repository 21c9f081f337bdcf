import { createHmac } from "node:crypto";

type Signed = {
  id: string;
  /** Seconds since 1970. */
  timestamp: number;
  body: string;
  /** `whsec_` and a key in base64; with several, during a change, each signs. */
  secrets: readonly string[];
};

/** The headers of the Standard Webhooks specification (standardwebhooks.com, scheme v1). */
export function toSignatureHeaders({ id, timestamp, body, secrets }: Signed): Record<string, string> {
  const content = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signatures.join(" "),
  };
}
