import type { ThreadVerbs } from "../http/verbs/threads.ts";
import { createCopyThread } from "../threads/copy-thread.ts";
import { createCreateThread } from "../threads/create-thread.ts";
import { createDeleteThread, type DeleteDeps } from "../threads/delete-thread.ts";
import { createGetThread } from "../threads/get-thread.ts";
import { createPatchThread } from "../threads/patch-thread.ts";
import { createPruneThreads } from "../threads/prune-threads.ts";
import { createReadHistory, createReadState } from "../threads/read-state.ts";
import { createReadStorage } from "../threads/read-storage.ts";
import { createCountThreads, createSearchThreads } from "../threads/search-threads.ts";
import { createUpdateState, createWriteHistory } from "../threads/update-state.ts";
import type { Parts } from "./parts.ts";

export function toThreadVerbs(parts: Parts): ThreadVerbs {
  const { db, newId, cancelRun, checkpoints, threadTtl = null } = parts;
  const removal: DeleteDeps = {
    db,
    cancelRuns: (tenantId, threadId) => cancelRun({ tenantId, threadId, action: "interrupt", reason: "api" }),
  };
  return {
    create: createCreateThread({ db, newId, threadTtl, writeHistory: createWriteHistory(parts) }),
    get: createGetThread({ db }),
    patch: createPatchThread({ db, threadTtl }),
    delete: createDeleteThread(removal),
    prune: createPruneThreads({
      ...removal,
      keepLatest: (tenantId, threadId) => checkpoints.keepLatest(tenantId, threadId, { keep: 1 }),
    }),
    copy: createCopyThread({ ...parts, copyCheckpoints: checkpoints.copyThread }),
    storage: createReadStorage({ db }),
    search: createSearchThreads({ db }),
    count: createCountThreads({ db }),
    state: createReadState(parts),
    history: createReadHistory(parts),
    updateState: createUpdateState(parts),
  };
}
