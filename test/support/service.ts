import { serve, type ServerType } from "@hono/node-server";
import { Client } from "@langchain/langgraph-sdk";
import type { Database } from "../../src/db/database.ts";
import { systemClock } from "../../src/domain/clock.ts";
import { newId } from "../../src/domain/ids.ts";
import type { GraphCatalogue } from "../../src/domain/ports.ts";
import type { Authenticate } from "../../src/domain/principal.ts";
import { createApp } from "../../src/http/app.ts";
import type { HttpSettings } from "../../src/http/http-settings.ts";
import type { UserApp } from "../../src/http/user-app.ts";
import { createSocketServer } from "../../src/http/v2/socket-server.ts";
import type { Verbs } from "../../src/http/verbs.ts";
import { createProtocol, type Protocol } from "../../src/protocol/create-protocol.ts";
import { type ExtensionOptions, toExtensions } from "../../src/protocol/extensions.ts";
import type { ProtocolOptions } from "../../src/protocol/parts.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { toWebhookPolicy } from "../../src/webhooks/policy.ts";

export type TestService = {
  url: string;
  client: Client;
  protocol: Protocol;
  close(graceMs?: number): Promise<void>;
};

const silent = createLog({ level: "silent", destination: process.stderr });

/** The protocol over HTTP on loopback, with graphs of the test's own. */
export async function startTestService(
  db: Database,
  graphs: GraphCatalogue,
  {
    leaseMs = 4_000,
    product = {},
    settings = {},
    apiKey = null,
    heartbeatMs = 5_000,
    extensions = {},
    authenticate,
    userApp,
    http = {},
  }: {
    leaseMs?: number;
    product?: Partial<Verbs>;
    settings?: Partial<ProtocolOptions>;
    apiKey?: string | null;
    heartbeatMs?: number;
    extensions?: Partial<ExtensionOptions>;
    authenticate?: Authenticate;
    userApp?: UserApp;
    http?: Partial<HttpSettings>;
  } = {},
): Promise<TestService> {
  const options = { db, clock: systemClock, newId, log: silent, graphs };
  const protocol = await createProtocol({
    ...options,
    concurrency: 64,
    leaseMs,
    apiUrl: null,
    version: "test",
    webhooks: {
      policy: toWebhookPolicy({
        ...{ settings: null, environment: {}, disabled: false },
        ...{ hasAuth: apiKey !== null, isLocal: true },
      }),
      fetchSelf: (request) => app.fetch(request),
    },
    ...settings,
  });
  await protocol.worker.start();
  const closing = new AbortController();
  const app = createApp({
    verbs: { ...NO_PRODUCT, ...product, ...protocol.verbs },
    settings: {
      version: "test",
      langgraphVersion: "test",
      apiKey,
      host: "127.0.0.1",
      url: null,
      hosts: [],
      origins: [],
      ...http,
    },
    authenticate,
    userApp,
    clock: systemClock,
    newId,
    log: silent,
    health: { check: async () => ({ healthy: true, services: {} }), isReady: () => true },
    closing: closing.signal,
    heartbeatMs,
    extensions: toExtensions(protocol.verbs, {
      newId,
      log: silent,
      version: "test",
      url: null,
      ...extensions,
    }),
  });
  const { server, url } = await listen(app.fetch);
  return {
    url,
    protocol,
    client: new Client({ apiUrl: url, apiKey }),
    async close(graceMs = 500) {
      closing.abort();
      await protocol.worker.drain(graceMs);
      await protocol.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
    },
  };
}

function listen(fetch: Parameters<typeof serve>[0]["fetch"]): Promise<{ server: ServerType; url: string }> {
  return new Promise((resolve) => {
    const websocket = { server: createSocketServer() };
    const server = serve({ fetch, hostname: "127.0.0.1", port: 0, websocket }, ({ port }) =>
      resolve({ server, url: `http://127.0.0.1:${port}` }),
    );
  });
}

const absent = (): never => {
  throw new Error("This test's service has no product verbs");
};
const NO_PRODUCT: Omit<Verbs, keyof Protocol["verbs"]> = {
  foundation: { get: absent, put: absent },
  knowledge: { addDocument: absent, list: absent },
  skills: { list: absent },
};
