import type { z } from "zod";

/** One attempt at a piece of work. */
export type Job<Payload> = {
  /** Whose data it is about; null for work on behalf of nobody, such as a sweep. */
  tenantId: string | null;
  payload: Payload;
  /** Aborts when the attempt has taken too long, or when the process can wait no longer for it. */
  signal: AbortSignal;
};

export type JobOptions<Payload> = {
  payload: z.ZodType<Payload>;
  /** How many this process works on at once; 1 without it. */
  concurrency?: number;
  /** Seconds an attempt may take; then it counts as failed. 60 without it. */
  timeoutSeconds?: number;
};

export type NewJob<Payload> = { tenantId: string | null; payload: Payload };

export type SendOptions = {
  /** While a job of this name with this key waits or is worked on, another is not added. */
  key?: string;
  /** It may be ten seconds later. */
  startAfter?: Date;
  /** Further attempts after a failure, the first after `delaySeconds`, each later one after twice as long, or a little more. */
  retry?: { limit: number; delaySeconds: number };
};

/** Something that is due according to a table of ours, as a job. */
export type Due<Payload> = NewJob<Payload> & { key: string };

export type FeedOptions<Payload> = {
  everyMs: number;
  /** What is due now, the oldest first; what it names again while its job waits is added once. */
  find(limit: number): Promise<Due<Payload>[]>;
};

export type Feed = {
  /** Looks at once, because something has just become due. */
  wake(): void;
};

/**
 * Work beside the runs, at least once each, across all processes on one database. Tables of ours say what is to be done;
 * a lost job is found there again.
 */
export type Jobs = {
  /** Says how jobs of a name are done, before `start`. What the handler throws is a failed attempt. */
  define<Payload>(
    name: string,
    options: JobOptions<Payload>,
    handle: (job: Job<Payload>) => Promise<unknown>,
  ): void;
  /** Resolves when the job is stored; false when there is one with its key. */
  send(name: string, job: NewJob<object>, options?: SendOptions): Promise<boolean>;
  /** Sends a job with an empty payload again and again, one at a time across all processes. */
  schedule(name: string, everyMinutes: number): void;
  /** Looks for due rows, every so often, and sends a job for each. */
  feed<Payload extends object>(name: string, options: FeedOptions<Payload>): Feed;
  /** Begins to work, in the background: what the queue needs is loaded and made when the service answers already. */
  start(): void;
  /** Takes no more jobs and gives those that are being done so long to end. */
  stop(graceMs: number): Promise<void>;
};
