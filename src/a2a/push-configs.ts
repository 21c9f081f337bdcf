import type { TaskPushNotificationConfig } from "@a2a-js/sdk";
import {
  PushNotificationNotSupportedError,
  RequestMalformedError,
  TaskNotFoundError,
} from "@a2a-js/sdk/errors";
import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import type { FoundTask, TaskPush } from "../domain/task.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import type { AgentContext, StartTask } from "./start-task.ts";

type Methods = Pick<
  A2ARequestHandler,
  | "createTaskPushNotificationConfig"
  | "getTaskPushNotificationConfig"
  | "listTaskPushNotificationConfigs"
  | "deleteTaskPushNotificationConfig"
>;

type Deps = { verbs: ProtocolVerbs; tasks: StartTask };

/** Whom to tell of the end of a task. */
export function createPushHandler({ verbs, tasks }: Deps, call: AgentContext & { protocolVersion: string }) {
  const { ctx } = call;

  async function check({ url }: TaskPushNotificationConfig): Promise<void> {
    if (url === "") throw new RequestMalformedError("pushNotificationConfig.url: is required");
    if (!(await verbs.tasks.acceptsPush({ ctx, input: { url } })))
      throw new PushNotificationNotSupportedError();
  }

  async function put({ taskId, run }: FoundTask, config: TaskPushNotificationConfig) {
    const { authentication } = config;
    const push: TaskPush = {
      pushId: config.id === "" ? taskId : config.id,
      url: config.url,
      token: config.token === "" ? null : config.token,
      authorization: authentication ? `${authentication.scheme} ${authentication.credentials}`.trim() : null,
      protocolVersion: call.protocolVersion,
    };
    return toConfig(
      taskId,
      await verbs.tasks.putPush({ ctx, input: { taskId, threadId: run.thread_id, push } }),
    );
  }

  async function list(reference: string) {
    const found = await tasks.findTask(call, reference);
    const address = { taskId: found.taskId, threadId: found.run.thread_id };
    return { ...address, pushes: await verbs.tasks.listPushes({ ctx, input: address }) };
  }

  async function find(reference: string, pushId: string) {
    const { taskId, threadId, pushes } = await list(reference);
    const push = pushes.find((each) => pushId === "" || each.pushId === pushId);
    if (push === undefined) throw new TaskNotFoundError("The task has no such push notification config");
    return { taskId, threadId, push };
  }

  const methods: Methods = {
    async createTaskPushNotificationConfig(config) {
      await check(config);
      return put(await tasks.findTask(call, config.taskId), config);
    },
    async getTaskPushNotificationConfig({ taskId: reference, id }) {
      const { taskId, push } = await find(reference, id);
      return toConfig(taskId, push);
    },
    async listTaskPushNotificationConfigs({ taskId: reference }) {
      const { taskId, pushes } = await list(reference);
      return { configs: pushes.map((push) => toConfig(taskId, push)), nextPageToken: "" };
    },
    async deleteTaskPushNotificationConfig({ taskId: reference, id }) {
      const { taskId, threadId, push } = await find(reference, id);
      await verbs.tasks.deletePush({ ctx, input: { taskId, threadId, pushId: push.pushId } });
    },
  };

  return {
    methods,
    /** Begins a task with what comes along for it; what may not be told keeps the task from beginning. */
    async begin(
      start: () => Promise<FoundTask>,
      config: TaskPushNotificationConfig | undefined,
    ): Promise<FoundTask> {
      if (config !== undefined) await check(config);
      const found = await start();
      if (config !== undefined) await put(found, config);
      return found;
    },
  };
}

function toConfig(
  taskId: string,
  { pushId, url, token, authorization }: TaskPush,
): TaskPushNotificationConfig {
  const [scheme = "", ...credentials] = authorization?.split(" ") ?? [];
  return {
    tenant: "",
    id: pushId,
    taskId,
    url,
    token: token ?? "",
    authentication: authorization === null ? undefined : { scheme, credentials: credentials.join(" ") },
  };
}
