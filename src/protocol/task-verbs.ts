import type { TaskVerbs } from "../http/verbs/tasks.ts";
import { createFindTask, createListTasks } from "../runs/read-tasks.ts";
import {
  createDeletePush,
  createListPushes,
  createPutPush,
  createTellWatchers,
} from "../runs/task-pushes.ts";
import type { Parts } from "./parts.ts";

export function toTaskVerbs({ db, jobs, newId, webhookParts, acceptWebhook }: Parts): TaskVerbs {
  const { wake } = createTellWatchers({ db, jobs, newId, onDelivery: webhookParts.outbox.wake });
  return {
    find: createFindTask({ db }),
    list: createListTasks({ db }),
    acceptsPush: async ({ input: { url } }) => acceptWebhook(url) !== null,
    putPush: createPutPush({ db, wake }),
    listPushes: createListPushes({ db }),
    deletePush: createDeletePush({ db }),
  };
}
