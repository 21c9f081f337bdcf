import type { ThreadRow } from "../event-row.ts";
import { readNote, type CheckpointEnvelope } from "../row-note.ts";
import { readRunEnd } from "../run-end.ts";
import { createSubgraphLifecycle, joinNs, toFinishedTask, toUpdatedNode } from "../subgraph-lifecycle.ts";
import { createMessageEvents, type MessageEvent } from "./message-events.ts";
import { createInterrupts } from "./open-interrupts.ts";
import { toFailure, toMessageFailure, type Failure } from "./run-failure.ts";
import {
  createNumbering,
  type Lane,
  type TapeEvent,
  type TapeMethod,
  type TapeRenderer,
  type Wants,
} from "./tape-event.ts";
import { tellConverted, tellSubgraph, tellTask, tellUpdates, tellValues, type Emit } from "./tell-row.ts";

type Json = Record<string, unknown>;

/** Renders the rows of one run; beside what a row says by itself stands what follows from it and those before. */
export function createRunRenderer(wants: Wants): TapeRenderer {
  const subgraphs = createSubgraphLifecycle(() => true);
  const messages = createMessageTeller(wants("messages"));
  const root = createRootTeller();

  function tell(row: ThreadRow, emit: Emit): void {
    messages.closeBefore(row, emit);
    switch (row.mode) {
      case "start":
        return root.begin(row, emit);
      case "values":
        return root.isStop(row) ? undefined : tellValues(row, wants("values"), emit);
      case "updates":
        return tellUpdates(row, wants("updates"), emit);
      case "messages":
        return messages.add(row, emit);
      case "tasks":
      case "task":
        return tellTask(row, wants("tasks"), emit);
      case "tools":
      case "custom":
        return tellConverted(row, row.mode, wants(row.mode), emit);
      case "error":
        return root.noteFailure(row);
      case "end":
        messages.end(row, root.failure(), emit);
        for (const change of subgraphs.close(readRunEnd(row).ended)) tellSubgraph(change, "ended", emit);
        return root.end(row, emit);
      case "metadata":
      // Forms of what other rows say, for readers of the legacy frames.
      case "checkpoints":
      case "debug":
      case "events":
    }
  }

  return function renderRow(row) {
    const number = createNumbering(row);
    const events: TapeEvent[] = [];
    const emit: Emit = (lane, method, ns, data, node) => {
      events.push(...number(lane, { ns, method, data, node }));
    };
    for (const change of subgraphs.note(row)) tellSubgraph(change, "began", emit);
    tell(row, emit);
    return events.filter(({ method }) => wants(toChannelName(method)));
  };
}

function toChannelName(method: TapeMethod): string {
  return method.startsWith("input.") ? "input" : method;
}

/** The run itself: its beginning, what it asks, its end. */
function createRootTeller() {
  const interrupts = createInterrupts();
  let graph: Json = {};
  let failure: Failure = {};
  let head: CheckpointEnvelope | null = null;
  const tellRoot = (emit: Emit, lane: Lane, event: string, more: Json): void =>
    emit(lane, "lifecycle", "", { event, ...graph, ...more });

  return {
    failure: () => failure,
    begin({ json }: ThreadRow, emit: Emit): void {
      const { graph_name, answers = [] } = JSON.parse(json) as { graph_name: string; answers?: string[] };
      graph = { graph_name };
      tellRoot(emit, "began", "running", {});
      if (answers.length > 0) emit("asked", "input.answered", "", { interrupt_ids: answers });
    },
    /** Whether the graph says, in place of a state, that it waits. */
    isStop(row: ThreadRow): boolean {
      if (row.ns === "") head = readNote(row.note).checkpoint ?? head;
      return interrupts.note(row);
    },
    noteFailure({ json }: ThreadRow): void {
      failure = JSON.parse(json) as Failure;
    },
    /** Questions are told here, since now the thread's row has them and an answer may come at once. */
    end(row: ThreadRow, emit: Emit): void {
      const { status, ended, interrupts: standing } = readRunEnd(row);
      for (const { ns, id, value } of interrupts.open(ended === "interrupted" ? standing : [])) {
        emit("asked", "input.requested", ns, { interrupt_id: id, payload: value });
      }
      tellRoot(emit, "last", ended, {
        ...(ended === "failed" ? toFailure(failure, status) : {}),
        ...(head === null ? {} : { checkpoint: { id: head.id, ns: "" } }),
      });
    },
  };
}

const REPEATED = { message: "The worker was lost; the step is done again", code: "step_repeated" };

/** Messages, when somebody reads them. */
function createMessageTeller(isRead: boolean) {
  const messages = isRead ? createMessageEvents() : null;
  function tell(emit: Emit, lane: Lane, events: readonly MessageEvent[] = []): void {
    for (const { ns, node, data } of events) emit(lane, "messages", ns, data, node);
  }
  /** The messages that a row shows to be over. */
  function findOver({ mode, ns, json }: ThreadRow): MessageEvent[] | undefined {
    if (mode === "values") return messages?.onStepEnd(ns);
    if (mode === "metadata") return messages?.breakOff(REPEATED);
    if (mode === "updates") {
      const node = toUpdatedNode(json);
      return node === null ? [] : messages?.onUpdate(ns, node, json);
    }
    const task = mode === "tasks" || mode === "task" ? toFinishedTask(json) : null;
    return task === null ? [] : messages?.onTaskEnd(joinNs(ns, `${task.name}:${task.id}`));
  }

  return {
    closeBefore: (row: ThreadRow, emit: Emit): void => tell(emit, "closed", findOver(row)),
    add: (row: ThreadRow, emit: Emit): void => tell(emit, "said", messages?.onMessage(row)),
    end(row: ThreadRow, failure: Failure, emit: Emit): void {
      const isBroken = readRunEnd(row).ended === "failed";
      tell(emit, "closed", isBroken ? messages?.breakOff(toMessageFailure(failure)) : messages?.onRunEnd());
    },
  };
}
