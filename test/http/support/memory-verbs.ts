import type { Assistant } from "../../../src/domain/assistant.ts";
import { AppError } from "../../../src/domain/errors.ts";
import type { Foundation } from "../../../src/domain/foundation.ts";
import { newId, toAssistantId } from "../../../src/domain/ids.ts";
import type { Thread, ThreadState } from "../../../src/domain/thread.ts";
import type { Verbs } from "../../../src/http/verbs.ts";
import type { Page } from "../../../src/http/verbs/call.ts";
import { createCronVerbs, createWebhookVerbs } from "./memory-crons.ts";
import { createTapeVerbs } from "./memory-tape.ts";
import { createRunVerbs, type Script } from "./memory-runs.ts";

const NOW = "2026-11-20T09:00:00.000Z";

export type RecordedCall = { verb: string; input: Record<string, unknown> };

export type MemoryVerbs = {
  verbs: Verbs;
  calls: RecordedCall[];
  /** Input of the newest call of a verb. */
  last(verb: string): Record<string, unknown>;
};

/** Verbs over plain maps: enough of each to see what the HTTP room hands over and makes of the answer. */
export function createMemoryVerbs(script: Partial<Script> = {}): MemoryVerbs {
  const calls: RecordedCall[] = [];
  const record = (verb: string, input: object): void => void calls.push({ verb, input: { ...input } });
  const threads = createThreadVerbs(record);
  const verbs: Verbs = {
    assistants: createAssistantVerbs(record),
    threads: threads.verbs,
    runs: createRunVerbs(record, threads.rows, script),
    store: createStoreVerbs(record),
    crons: createCronVerbs(record),
    webhooks: createWebhookVerbs(record),
    tape: createTapeVerbs(record),
    tasks: createTaskVerbs(),
    ...createProductVerbs(record),
  };
  return {
    verbs,
    calls,
    last(verb) {
      const call = calls.findLast((each) => each.verb === verb);
      if (call === undefined) throw new Error(`${verb} was never called`);
      return call.input;
    },
  };
}

type RecordCall = (verb: string, input: object) => void;

function createAssistantVerbs(record: RecordCall): Verbs["assistants"] {
  const rows = ["queen", "campaign", "moves"].map(toAssistant);
  const find = (id: string): Assistant => {
    const found = rows.find((row) => row.assistant_id === id || row.graph_id === id);
    if (found === undefined) throw new AppError("assistant_not_found", "Assistant not found");
    return found;
  };
  return {
    create: async ({ input }) => toAssistant(input.graph_id),
    count: async ({ input }) =>
      rows.filter((row) => !input.graph_id || row.graph_id === input.graph_id).length,
    patch: async ({ input }) => find(input.assistantId),
    delete: async ({ input }) => find(input.assistantId).assistant_id,
    versions: async ({ input }) => [find(input.assistantId)],
    setLatest: async ({ input }) => find(input.assistantId),
    async search({ input }) {
      record("assistants.search", input);
      const matching = rows.filter((row) => !input.graph_id || row.graph_id === input.graph_id);
      return toPage(matching, input);
    },
    get: async ({ input }) => find(input.assistantId),
    async graph({ input }) {
      record("assistants.graph", input);
      find(input.assistantId);
      return { nodes: [], edges: [] };
    },
    schemas: async ({ input }) => ({ graph_id: find(input.assistantId).graph_id, input_schema: null }),
    async subgraphs({ input }) {
      record("assistants.subgraphs", input);
      return {};
    },
  };
}

function createStoreVerbs(record: RecordCall): Verbs["store"] {
  return {
    put: async ({ input }) => record("store.put", input),
    async get({ input }) {
      record("store.get", input);
      return null;
    },
    delete: async ({ input }) => record("store.delete", input),
    async search({ input }) {
      record("store.search", input);
      return [];
    },
    async namespaces({ input }) {
      record("store.namespaces", input);
      return [];
    },
  };
}

function createTaskVerbs(): Verbs["tasks"] {
  return {
    find: async () => null,
    list: async () => ({ rows: [], total: 0 }),
    acceptsPush: async () => false,
    putPush: async ({ input }) => input.push,
    listPushes: async () => [],
    async deletePush() {},
  };
}

function createThreadVerbs(record: RecordCall): { verbs: Verbs["threads"]; rows: Map<string, Thread> } {
  const rows = new Map<string, Thread>();
  const find = (id: string): Thread => {
    const found = rows.get(id);
    if (found === undefined) throw new AppError("thread_not_found", `Thread with ID ${id} not found`);
    return found;
  };
  const verbs: Verbs["threads"] = {
    async create({ input }) {
      record("threads.create", input);
      const id = input.thread_id ?? newId();
      if (rows.has(id)) throw new AppError("thread_exists", "Thread already exists");
      const thread = toThread(id, input.metadata ?? {});
      rows.set(id, thread);
      return thread;
    },
    get: async ({ input }) => find(input.threadId),
    async patch({ input }) {
      const thread = find(input.threadId);
      Object.assign(thread.metadata, input.metadata);
      return thread;
    },
    async delete({ input }) {
      find(input.threadId);
      rows.delete(input.threadId);
    },
    async prune({ input }) {
      record("threads.prune", input);
      return input.threadIds.filter((id) => rows.delete(id)).length;
    },
    copy: async ({ input }) => toThread(newId(), find(input.threadId).metadata),
    async storage({ input }) {
      const nothing = { count: 0, bytes: 0 };
      return {
        thread_id: find(input.threadId).thread_id,
        total_bytes: 0,
        checkpoints: nothing,
        channel_values: { ...nothing, by_channel: {} },
        pending_writes: nothing,
      };
    },
    async search({ input }) {
      record("threads.search", input);
      return toPage([...rows.values()], input);
    },
    async count({ input }) {
      record("threads.count", input);
      return rows.size;
    },
    async state({ input }) {
      record("threads.state", input);
      find(input.threadId);
      return EMPTY_STATE;
    },
    async history({ input }) {
      record("threads.history", input);
      return [];
    },
    async updateState({ input }) {
      record("threads.updateState", input);
      const checkpoint = { thread_id: input.threadId, checkpoint_ns: "", checkpoint_id: "c1" };
      return { checkpoint, configurable: checkpoint };
    },
  };
  return { verbs, rows };
}

function createProductVerbs(record: RecordCall): Pick<Verbs, "foundation" | "knowledge" | "skills"> {
  let foundation: Foundation | null = null;
  const documents: { document_id: string; filename: string }[] = [];
  return {
    foundation: {
      get: async () => foundation,
      async put({ input }) {
        foundation = input;
        return input;
      },
    },
    knowledge: {
      async addDocument({ input }) {
        record("knowledge.addDocument", input);
        const document = { document_id: newId(), filename: input.filename };
        documents.push(document);
        return document;
      },
      list: async ({ input }) => toPage(documents, input),
    },
    skills: { list: () => [{ id: "research.competitor", path: "a/SKILL.md", status: "ok", problems: [] }] },
  };
}

function toPage<Row>(rows: Row[], { limit, offset }: { limit: number; offset: number }): Page<Row> {
  return { rows: rows.slice(offset, offset + limit), total: rows.length };
}

function toAssistant(graphId: string): Assistant {
  return {
    assistant_id: toAssistantId(graphId),
    graph_id: graphId,
    config: {},
    context: {},
    metadata: { created_by: "system" },
    name: graphId,
    description: null,
    version: 1,
    created_at: NOW,
    updated_at: NOW,
  };
}

function toThread(id: string, metadata: Record<string, unknown>): Thread {
  return {
    thread_id: id,
    created_at: NOW,
    updated_at: NOW,
    state_updated_at: NOW,
    metadata,
    status: "idle",
    config: {},
    values: null,
    title: null,
    interrupts: {},
    error: null,
  };
}

const EMPTY_STATE: ThreadState = {
  values: {},
  next: [],
  tasks: [],
  metadata: {},
  created_at: null,
  checkpoint: null,
  parent_checkpoint: null,
  interrupts: [],
};
