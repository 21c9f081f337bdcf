import { Command, END, Send } from "@langchain/langgraph";
import type { AnyGraph } from "../domain/ports.ts";
import type { RunCommand, RunKwargs } from "../domain/run.ts";

type Address = { configurable: Record<string, unknown> };

/**
 * What the graph is invoked with: a command wins over an input (PROTOCOL 2.5). Two things that clients send LangGraph
 * itself passes over: `goto: "__end__"`, which ends what waits at the address, and an answer that is false, 0, "" or
 * null.
 */
export async function toGraphInput(
  kwargs: RunKwargs,
  graph: AnyGraph,
  { configurable }: Address,
): Promise<unknown> {
  // The address only: LangGraph takes a checkpoint with this run's metadata for one that the run has already reached.
  const at = { configurable };
  const { command, input } = kwargs;
  if (command === null || isEmpty(command)) return input;
  const { resume, update } = command;
  const goto = toTargets(command);
  if (endsThread(kwargs) && (await graph.getState(at)).next.length > 0)
    await graph.updateState(at, null, END);
  if (resume === undefined && !update && goto.length === 0) return null;
  return new Command({
    ...(resume === undefined ? {} : { resume: resume || (await toNamedAnswer(resume, graph, at)) }),
    ...(update ? { update: toUpdate(update) } : {}),
    ...(goto.length === 0 ? {} : { goto }),
  });
}

/** Whether the run begins by ending what waits; then it goes on at the head, wherever it was asked to begin. */
export function endsThread({ command }: RunKwargs): boolean {
  const { goto = null, resume } = command ?? {};
  return goto !== null && resume === undefined && [goto].flat().every((target) => target === END);
}

/** Whether the run begins a turn of its own instead of going on with one: then its input counts, and nothing else. */
export function isNewTurn({ command, input }: RunKwargs): boolean {
  return input !== null && input !== undefined && (command === null || isEmpty(command));
}

function isEmpty({ resume, update, goto }: RunCommand): boolean {
  return resume === undefined && (update ?? undefined) === undefined && (goto ?? undefined) === undefined;
}

/** Under the id of the interrupt that comes first, any value is an answer. */
async function toNamedAnswer(resume: unknown, graph: AnyGraph, at: Address): Promise<unknown> {
  const { tasks } = await graph.getState(at);
  const asked = tasks.flatMap(({ interrupts }) => interrupts).find(({ id }) => id !== undefined);
  return asked?.id === undefined ? resume : { [asked.id]: resume };
}

function toUpdate(update: NonNullable<RunCommand["update"]>): Record<string, unknown> | [string, unknown][] {
  return Array.isArray(update) ? update.map(([key, value]): [string, unknown] => [key, value]) : update;
}

function toTargets({ goto }: RunCommand): (string | Send)[] {
  return [goto ?? []]
    .flat()
    .filter((target) => target !== END)
    .map((target) => (typeof target === "string" ? target : new Send(target.node, target.input ?? null)));
}
