import type { CallContext } from "../domain/principal.ts";
import type { ThreadVerbs } from "../http/verbs/threads.ts";
import { createCreateThread } from "../threads/create-thread.ts";
import { createDeleteThread } from "../threads/delete-thread.ts";
import { createPatchThread } from "../threads/patch-thread.ts";
import { createReadHistory, createReadState } from "../threads/read-state.ts";
import { createCountThreads, createSearchThreads } from "../threads/search-threads.ts";
import { findThread } from "../threads/thread-row.ts";
import { createUpdateState } from "../threads/update-state.ts";
import type { Parts } from "./parts.ts";

type ThreadCall = { ctx: CallContext; input: { threadId: string } };

export function toThreadVerbs(parts: Parts): ThreadVerbs {
  const { db, newId, cancelRun, checkpoints } = parts;
  return {
    create: createCreateThread({ db, newId }),
    get: ({ ctx, input }: ThreadCall) => findThread(db, ctx.principal.tenantId, input.threadId),
    patch: createPatchThread({ db }),
    delete: createDeleteThread({
      db,
      cancelRuns: (tenantId, threadId) =>
        cancelRun({ tenantId, threadId, action: "interrupt", reason: "api" }),
      deleteCheckpoints: checkpoints.deleteThread,
    }),
    search: createSearchThreads({ db }),
    count: createCountThreads({ db }),
    state: createReadState(parts),
    history: createReadHistory(parts),
    updateState: createUpdateState(parts),
  };
}
