import { lookup as lookUp, type LookupAddress } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { isAppError } from "../domain/errors.ts";
import { checkWebhookUrl, isRelative, refuseAddress } from "./check-url.ts";
import type { WebhookPolicy } from "./policy.ts";

/** What came of one attempt: the receiver's status, or why there was none. */
export type PostResult =
  | { kind: "answered"; status: number }
  | { kind: "failed"; reason: string }
  /** The policy does not let it out. */
  | { kind: "refused"; reason: string };

export type Post = (call: {
  url: string;
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
}) => Promise<PostResult>;

/** Calls this service itself, on the way of every request. */
export type FetchSelf = (request: Request) => Response | Promise<Response>;

type PostDeps = { policy: WebhookPolicy; fetchSelf: FetchSelf | null; timeoutMs: number };

/** Under which this service calls itself: a name that every host check lets in. */
const SELF = "http://localhost";

/**
 * Posts to a URL that the policy admits. A name is resolved here, and the connection goes to an address that was
 * checked, so that the name cannot mean another one a moment later. Redirects are not followed.
 */
export function createPost({ policy, fetchSelf, timeoutMs }: PostDeps): Post {
  const lookup = createLookup(policy);

  return async function post({ url, headers, body, signal }) {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const sent = { ...policy.headers, ...headers, "content-type": "application/json" };
    try {
      // What was allowed when the run was created may not be any more.
      checkWebhookUrl(policy, url);
      const status = isRelative(url)
        ? await postToSelf(fetchSelf, url, { headers: sent, body, signal: patience })
        : await postTo(new URL(url), { headers: sent, body, signal: patience, lookup });
      return { kind: "answered", status };
    } catch (error) {
      if (isAppError(error, "validation_failed")) return { kind: "refused", reason: error.detail };
      return { kind: "failed", reason: patience.aborted ? "no answer in time" : toReason(error) };
    }
  };
}

async function postToSelf(fetchSelf: FetchSelf | null, path: string, init: Sending): Promise<number> {
  if (fetchSelf === null) throw new Error("this process serves nothing that could be called");
  const request = new Request(`${SELF}${path}`, { method: "POST", ...init });
  const response = await Promise.race([fetchSelf(request), untilAborted(init.signal)]);
  await response.body?.cancel();
  return response.status;
}

type Sending = { headers: Record<string, string>; body: string; signal: AbortSignal };

function postTo(url: URL, { headers, body, ...rest }: Sending & { lookup: LookupFunction }): Promise<number> {
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const length = { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const request = send(url, {
      ...rest,
      method: "POST",
      agent: false,
      headers: { ...headers, ...length },
    });
    request.on("response", (response) => {
      resolve(response.statusCode ?? 0);
      // Nobody reads what it says.
      response.destroy();
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Resolves a name to those of its addresses that may be reached. */
function createLookup({ addresses: guard }: WebhookPolicy): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, "");
      const admitted = found.filter(({ address }) => guard.admits(address));
      const [first] = admitted;
      if (first === undefined) return callback(refuseAddress(found[0]?.address ?? hostname), "");
      return options.all === true ? callback(null, admitted) : callback(null, first.address, first.family);
    });
  };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
  });
}

/** "connect ECONNREFUSED 10.0.0.1:80" says enough; a driver's own stack says too much. */
function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string"
    ? `${error.code}: ${error.message}`
    : error.message;
}
