import { Client } from "@langchain/langgraph-sdk";
import { Auth, HTTPException } from "@langchain/langgraph-sdk/auth";
import type { Database } from "../../../../src/db/database.ts";
import { createAuthority } from "../../../../src/hosting/auth/create-authority.ts";
import { toHandlers } from "../../../../src/hosting/auth/load-auth.ts";
import { buildAsker, buildEcho, buildSteps, toCatalogue } from "../../../support/graphs.ts";
import { startTestService, type TestService } from "../../../support/service.ts";

export type Asked = {
  event: string;
  resource: string;
  action: string;
  value: Record<string, unknown>;
  permissions: string[];
  user: Record<string, unknown> & { identity: string };
};

/** What the one handler answers; it may change the value too. */
export type Rule = (asked: Asked) => unknown;

export type GuardedService = TestService & {
  as(user: string): Client;
  /** Sends as a user, with a body that is JSON already or an object. */
  send(user: string | null, method: string, path: string, body?: unknown): Promise<Sent>;
  /** From now on. */
  rule(rule: Rule): void;
  /** What the handler was asked since the last call, without what `rule` let through before. */
  asked(): Asked[];
};

export type Sent = { status: number; headers: Headers; json: unknown };

/** Everybody may do everything, and the rest is between the handler and whoever calls. */
export const allow: Rule = () => true;

/** What is one user's is nobody else's, as the example of most projects has it. */
export const owners: Rule = ({ action, value, user }) => {
  const owned = value as { metadata?: object };
  if (/^(?:create|update)/.test(action)) owned.metadata = { ...owned.metadata, owner: user.identity };
  return { owner: user.identity };
};

/** A service with custom auth of which a test sets the rules as it goes. Any token is the name of its user. */
export async function startGuardedService(db: Database): Promise<GuardedService> {
  let current = allow;
  let log: Asked[] = [];
  const auth = new Auth()
    .authenticate(async (request) => {
      const name = request.headers.get("authorization")?.replace("Bearer ", "");
      if (!name)
        throw new HTTPException(401, { message: "Say who you are", headers: { "x-login": "/login" } });
      const [identity = "", tenant_id] = name.split("@");
      return {
        identity,
        permissions: ["see"],
        secret: `token of ${identity}`,
        ...(tenant_id ? { tenant_id } : {}),
      };
    })
    .on("*", (asked) => {
      const call = asked as unknown as Asked;
      log.push({ ...call, value: structuredClone(call.value) });
      return current(call) as boolean;
    });
  const handlers = toHandlers(auth);
  if (handlers === null) throw new Error("No Auth object");
  const authority = createAuthority({ handlers, admitsStudio: false });
  const graphs = toCatalogue({ echo: buildEcho(), asker: buildAsker(), slow: buildSteps(40) });
  const service = await startTestService(db, graphs, {
    authenticate: authority.authenticate,
    settings: {
      toContext: (caller) => ({
        principal: caller,
        authorize: authority.authorizeAs(caller),
        requestId: "cron",
      }),
    },
  });
  return {
    ...service,
    as: (user) =>
      new Client({
        apiUrl: service.url,
        apiKey: null,
        callerOptions: { maxRetries: 0 },
        defaultHeaders: { authorization: `Bearer ${user}` },
      }),
    async send(user, method, path, body) {
      const headers = user === null ? {} : { authorization: `Bearer ${user}` };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const response = await fetch(service.url + path, init);
      return { status: response.status, headers: response.headers, json: toJson(await response.text()) };
    },
    rule(rule) {
      current = rule;
      log = [];
    },
    asked() {
      const all = log;
      log = [];
      return all;
    },
  };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
