import type { Cron } from "../../../src/domain/cron.ts";
import { AppError } from "../../../src/domain/errors.ts";
import { newId } from "../../../src/domain/ids.ts";
import type { WebhookDelivery } from "../../../src/domain/webhook.ts";
import type { Verbs } from "../../../src/http/verbs.ts";

const NOW = "2026-11-20T09:00:00.000Z";

type RecordCall = (verb: string, input: object) => void;

export function createCronVerbs(record: RecordCall): Verbs["crons"] {
  const rows = new Map<string, Cron>();
  const find = (id: string): Cron => {
    const found = rows.get(id);
    if (found === undefined) throw new AppError("cron_not_found", "Cron not found");
    return found;
  };
  return {
    async create({ input }) {
      record("crons.create", input);
      const { threadId, onRunCompleted, terms, body } = input;
      const cron: Cron = {
        cron_id: newId(),
        assistant_id: body.assistant_id,
        thread_id: threadId,
        on_run_completed: threadId === null ? onRunCompleted : null,
        schedule: terms.schedule,
        timezone: terms.timezone,
        end_time: terms.endTime,
        next_run_date: null,
        enabled: terms.enabled,
        created_at: NOW,
        updated_at: NOW,
        user_id: null,
        payload: body,
        metadata: body.metadata ?? {},
      };
      rows.set(cron.cron_id, cron);
      return cron;
    },
    async search({ input }) {
      record("crons.search", input);
      return { rows: [...rows.values()], total: rows.size };
    },
    async count({ input }) {
      record("crons.count", input);
      return rows.size;
    },
    get: async ({ input }) => find(input.cronId),
    async patch({ input }) {
      record("crons.patch", input);
      return find(input.cronId);
    },
    async delete({ input }) {
      find(input.cronId);
      rows.delete(input.cronId);
    },
  };
}

export function createWebhookVerbs(record: RecordCall): Verbs["webhooks"] {
  const id = newId();
  const delivery: WebhookDelivery = {
    delivery_id: id,
    run_id: id,
    thread_id: newId(),
    url: "https://example.com/hook",
    status: "dead",
    attempts: 5,
    next_at: null,
    last_status: 500,
    last_error: "answered 500",
    created_at: NOW,
    delivered_at: null,
  };
  return {
    async list({ input }) {
      record("webhooks.list", input);
      return { rows: [delivery], total: 1 };
    },
    async retry({ input }) {
      record("webhooks.retry", input);
      if (input.deliveryId !== id) throw new AppError("delivery_not_found", "Delivery not found");
      return { ...delivery, status: "pending", next_at: NOW };
    },
    secrets: async () => ({ secrets: ["whsec_c2VjcmV0"] }),
  };
}
