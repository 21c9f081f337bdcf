import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import type { Log } from "../telemetry/log.ts";
import type { Job, JobOptions } from "./jobs.ts";

export type JobKind = {
  name: string;
  concurrency: number;
  timeoutSeconds: number;
  /** Takes what the queue stored. */
  perform(stored: { data: unknown; signal: AbortSignal }): Promise<void>;
};

/** What each job is, by its name. */
export type JobKinds = {
  define<Payload>(
    name: string,
    options: JobOptions<Payload>,
    handle: (job: Job<Payload>) => Promise<unknown>,
  ): void;
  find(name: string): JobKind;
  all(): readonly JobKind[];
};

const Envelope = z.object({ tenantId: z.string().nullable(), payload: z.unknown() });

export function createJobKinds({ log }: { log: Log }): JobKinds {
  const kinds = new Map<string, JobKind>();
  return {
    define(name, { payload: schema, concurrency = 1, timeoutSeconds = 60 }, handle) {
      kinds.set(name, {
        name,
        concurrency,
        timeoutSeconds,
        async perform({ data, signal }) {
          const { tenantId, payload } = Envelope.parse(data);
          try {
            await handle({ tenantId, payload: schema.parse(payload), signal });
          } catch (error) {
            log.warn({ job: name, tenant_id: tenantId, err: error }, "job failed");
            throw error;
          }
        },
      });
    },
    find(name) {
      const kind = kinds.get(name);
      if (kind === undefined) throw new AppError("internal", `No job is defined as ${name}`);
      return kind;
    },
    all: () => [...kinds.values()],
  };
}
