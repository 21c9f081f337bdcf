import type { AgentCard, ListTasksRequest, SendMessageRequest, StreamResponse } from "@a2a-js/sdk";
import { TaskNotCancelableError } from "@a2a-js/sdk/errors";
import type { A2ARequestHandler } from "@a2a-js/sdk/server";
import { TASK_STATES } from "../domain/task.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { toA2aError } from "./a2a-failure.ts";
import { createPushHandler } from "./push-configs.ts";
import type { ShowTask } from "./show-task.ts";
import type { AgentContext, StartTask } from "./start-task.ts";
import { streamTask } from "./stream-task.ts";
import { type HistoryScope, MOST_HISTORY, STATES, type History } from "./to-task.ts";

type Deps = { verbs: ProtocolVerbs; tasks: StartTask; showTask: ShowTask };

/** One call of one agent; what the types of the SDK have no place for stands beside the request. */
export type AgentCall = AgentContext & {
  card: AgentCard;
  historyScope: HistoryScope;
  /** Whether a message is answered at once, with a task that has only begun. */
  returnsAtOnce: boolean;
  /** "0.3" or "1.0": how the caller wants to be told of a task's end. */
  protocolVersion: string;
  signal: AbortSignal;
  /** Told what nobody foresaw. */
  onFailure(error: unknown): void;
};

const PAGE = 50;
const MOST_PAGE = 100;

/** What the SDK's transports ask for, on our verbs. */
export function createRequestHandler(deps: Deps, call: AgentCall): A2ARequestHandler {
  const { verbs, tasks, showTask } = deps;
  const { ctx, card, historyScope: scope, signal } = call;
  const toHistory = (length: number | undefined): History => ({
    length: Math.min(Math.max(length ?? MOST_HISTORY, 0), MOST_HISTORY),
    scope,
  });
  const pushes = createPushHandler(deps, call);

  const begin = ({ message, configuration }: Pick<SendMessageRequest, "message" | "configuration">) =>
    pushes.begin(() => tasks.startTask(call, message), configuration?.taskPushNotificationConfig);

  const handler: A2ARequestHandler = {
    getAgentCard: async () => card,
    getAuthenticatedExtendedAgentCard: async () => card,

    async sendMessage({ message, configuration }) {
      const begun = await begin({ message, configuration });
      const { thread_id: threadId, run_id: runId } = begun.run;
      const input = { threadId, runId, signal, created: begun.run };
      if (!call.returnsAtOnce) await verbs.runs.output({ ctx, input });
      const found = await tasks.findTask(call, begun.taskId);
      return showTask(ctx, { found, history: toHistory(configuration?.historyLength) });
    },

    async *sendMessageStream({ message, configuration }) {
      const found = await begin({ message, configuration });
      yield* streamTask({ verbs, ctx, found, isNew: true, signal });
    },

    async getTask({ id, historyLength }) {
      const found = await tasks.findTask(call, id);
      return showTask(ctx, { found, history: toHistory(historyLength) });
    },

    async cancelTask({ id }) {
      const found = await tasks.findTask(call, id);
      const { state, run } = found;
      const { thread_id: threadId, run_id: runId } = run;
      if (state === "input-required") {
        const ended = await tasks.giveUp(call, found);
        await verbs.runs.output({ ctx, input: { threadId, runId: ended.run.run_id, created: ended.run } });
      } else if (state === "submitted" || state === "working") {
        const input = { threadId, runId, wait: true, action: "interrupt", reason: "api" } as const;
        await verbs.runs.cancel({ ctx, input });
      } else throw new TaskNotCancelableError(`The task is ${state}`);
      return showTask(ctx, { found: await tasks.findTask(call, id), history: toHistory(undefined) });
    },

    async *resubscribe({ id }) {
      const found = await tasks.findTask(call, id);
      yield* streamTask({ verbs, ctx, found, isNew: false, signal });
    },

    async listTasks(request) {
      const { pageSize, offset, ...filter } = toPage(request);
      const { rows, total } = await verbs.tasks.list({
        ctx,
        input: { assistantId: call.assistant.assistant_id, ...filter, limit: pageSize, offset },
      });
      const history = toHistory(request.historyLength ?? 0);
      const hasArtifacts = request.includeArtifacts ?? false;
      const shown = await Promise.all(rows.map((found) => showTask(ctx, { found, history, hasArtifacts })));
      const next = offset + rows.length;
      return { tasks: shown, nextPageToken: next < total ? String(next) : "", pageSize, totalSize: total };
    },

    ...pushes.methods,
  };
  return guard(handler, call);
}

function toPage({ contextId, status, statusTimestampAfter, pageSize, pageToken }: ListTasksRequest) {
  const state = TASK_STATES.find((each) => STATES[each] === status);
  const offset = /^\d{1,9}$/.test(pageToken) ? Number(pageToken) : 0;
  const since = statusTimestampAfter;
  return {
    ...(contextId === "" ? {} : { threadId: contextId }),
    ...(state === undefined ? {} : { state }),
    ...(since === undefined || since === "" ? {} : { since }),
    pageSize: Math.min(Math.max(pageSize ?? PAGE, 1), MOST_PAGE),
    offset,
  };
}

/** Whatever is thrown becomes an error of the protocol. */
function guard(handler: A2ARequestHandler, { ctx, onFailure }: AgentCall): A2ARequestHandler {
  function toError(error: unknown): Error {
    const known = toA2aError(error, ctx.requestId);
    if (known.reason === "INTERNAL_ERROR") onFailure(error);
    return known;
  }
  function wait<Input extends unknown[], Output>(method: (...input: Input) => Promise<Output>) {
    return async (...input: Input): Promise<Output> => {
      try {
        return await method(...input);
      } catch (error) {
        throw toError(error);
      }
    };
  }
  function flow<Input extends unknown[]>(method: (...input: Input) => AsyncGenerator<StreamResponse, void>) {
    return async function* guarded(...input: Input): AsyncGenerator<StreamResponse, void, undefined> {
      try {
        yield* method(...input);
      } catch (error) {
        throw toError(error);
      }
    };
  }
  return {
    getAgentCard: handler.getAgentCard,
    getAuthenticatedExtendedAgentCard: handler.getAuthenticatedExtendedAgentCard,
    sendMessage: wait(handler.sendMessage),
    sendMessageStream: flow(handler.sendMessageStream),
    getTask: wait(handler.getTask),
    listTasks: wait(handler.listTasks),
    cancelTask: wait(handler.cancelTask),
    resubscribe: flow(handler.resubscribe),
    createTaskPushNotificationConfig: wait(handler.createTaskPushNotificationConfig),
    getTaskPushNotificationConfig: wait(handler.getTaskPushNotificationConfig),
    listTaskPushNotificationConfigs: wait(handler.listTaskPushNotificationConfigs),
    deleteTaskPushNotificationConfig: wait(handler.deleteTaskPushNotificationConfig),
  };
}
