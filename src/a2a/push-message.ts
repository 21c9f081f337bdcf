import type { StreamResponse } from "@a2a-js/sdk";
import { V03PushNotificationSerializer } from "@a2a-js/sdk/compat/v0_3/server";
import { V1PushNotificationSerializer } from "@a2a-js/sdk/server";
import { z } from "zod";
import type { Run } from "../domain/run.ts";
import { TASK_STATES } from "../domain/task.ts";
import { toInputId } from "./show-task.ts";
import { MOST_HISTORY, toTask } from "./to-task.ts";

/** How the outbox keeps what a watcher wants. */
const Push = z.object({
  taskId: z.string(),
  state: z.enum(TASK_STATES),
  interrupts: z.record(z.string(), z.array(z.object({ id: z.string(), value: z.unknown() }).loose())),
  token: z.string().nullable(),
  authorization: z.string().nullable(),
  protocolVersion: z.string(),
});

type Ended = { run: Run; values: unknown; error: { error: string; message: string } | null };

/** What a watcher of a task is sent when the task has ended, or waits for an answer. */
export function toPushMessage(push: unknown, { run, values, error }: Ended) {
  const { taskId, state, interrupts, token, authorization, protocolVersion } = Push.parse(push);
  const asked = state === "input-required" ? Object.values(interrupts).flat() : [];
  const found = { taskId, state, run, error, interrupts: asked };
  const firstId = run.run_id === taskId ? toInputId(run) : null;
  const history = { length: MOST_HISTORY, scope: "context" } as const;
  const task = toTask({ found, values: toValues(values), firstId, history });
  const event: StreamResponse = { payload: { $case: "task", value: task } };
  const serializer =
    protocolVersion === "0.3" ? new V03PushNotificationSerializer() : new V1PushNotificationSerializer();
  return {
    body: serializer.serialize(event).body,
    headers: {
      ...(token === null ? {} : { "x-a2a-notification-token": token }),
      ...(authorization === null ? {} : { authorization }),
    },
  };
}

function toValues(values: unknown): Record<string, unknown> {
  return typeof values === "object" && values !== null ? { ...values } : {};
}
