import { expect, vi } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import type { WebhookDelivery } from "../../../src/domain/webhook.ts";
import { toWebhookPolicy } from "../../../src/webhooks/policy.ts";
import { buildAsker, buildEcho, buildFailing, buildSteps, toCatalogue } from "../../support/graphs.ts";
import { startTestService, type TestService } from "../../support/service.ts";
import { startReceiver, type Receiver } from "./receiver.ts";

export const PATIENCE = { timeout: 20_000, interval: 30 };
export const say = (content: string) => ({ messages: [{ type: "human", content }] });

/** A service on loopback whose webhooks are tried three times, soon after each other. */
export function startHookedService(
  db: Database,
  { disabled = false, secrets = [] as string[] } = {},
): Promise<TestService> {
  const graphs = { echo: buildEcho(), asker: buildAsker(), failing: buildFailing(), steps: buildSteps(3) };
  const around = { settings: null, environment: {}, hasAuth: false, isLocal: true };
  return startTestService(db, toCatalogue(graphs), {
    settings: {
      webhooks: { policy: toWebhookPolicy({ ...around, disabled }), secrets, retrySeconds: [0.2, 0.2] },
    },
  });
}

/** Receivers that are closed together. */
export function createReceivers() {
  const receivers: Receiver[] = [];
  return {
    async open(...parameters: Parameters<typeof startReceiver>): Promise<Receiver> {
      const receiver = await startReceiver(...parameters);
      receivers.push(receiver);
      return receiver;
    },
    close: () => Promise.all(receivers.splice(0).map((receiver) => receiver.close())),
  };
}

export async function getDeliveries(service: TestService, query = ""): Promise<WebhookDelivery[]> {
  const response = await fetch(`${service.url}/api/v1/webhooks/deliveries${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as WebhookDelivery[];
}

export async function findDelivery(
  service: TestService,
  runId: string,
): Promise<WebhookDelivery | undefined> {
  return (await getDeliveries(service, "?limit=1000")).find((delivery) => delivery.run_id === runId);
}

export function untilDelivery(service: TestService, runId: string, status: string): Promise<WebhookDelivery> {
  return vi.waitFor(async () => {
    const delivery = await findDelivery(service, runId);
    if (delivery?.status !== status) throw new Error(`The delivery is ${String(delivery?.status)}`);
    return delivery;
  }, PATIENCE);
}
