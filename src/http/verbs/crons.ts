import type { Cron, CronFilter, CronSortField, CronTerms, OnRunCompleted } from "../../domain/cron.ts";
import type { RunCreate } from "../../domain/run.ts";
import type { Call, Page } from "./call.ts";

type CronRef = { cronId: string };

export type CronVerbs = {
  /** `threadId` null: each fire makes a thread of its own. */
  create(
    call: Call<{
      threadId: string | null;
      onRunCompleted: OnRunCompleted;
      terms: CronTerms;
      body: RunCreate;
    }>,
  ): Promise<Cron>;
  search(
    call: Call<
      CronFilter & {
        sort_by?: CronSortField | null | undefined;
        sort_order?: "asc" | "desc" | null | undefined;
        limit: number;
        offset: number;
      }
    >,
  ): Promise<Page<Cron>>;
  count(call: Call<CronFilter>): Promise<number>;
  get(call: Call<CronRef>): Promise<Cron>;
  /** Absent means unchanged. */
  patch(
    call: Call<
      CronRef & {
        patch: {
          terms: Partial<CronTerms>;
          onRunCompleted?: OnRunCompleted | undefined;
          body: Partial<RunCreate>;
        };
      }
    >,
  ): Promise<Cron>;
  delete(call: Call<CronRef>): Promise<void>;
};
