import { Command, Send } from "@langchain/langgraph";
import type { RunCommand, RunKwargs } from "../domain/run.ts";

/** What the graph is invoked with: a command wins over an input (PROTOCOL 2.5). */
export function toGraphInput({ command, input }: RunKwargs): unknown {
  return command === null || isEmpty(command) ? input : toCommand(command);
}

function isEmpty({ resume, update, goto }: RunCommand): boolean {
  return resume === undefined && (update ?? undefined) === undefined && (goto ?? undefined) === undefined;
}

function toCommand({ resume, update, goto }: RunCommand): Command {
  return new Command({
    ...(resume === undefined ? {} : { resume }),
    ...(update === null || update === undefined ? {} : { update: toUpdate(update) }),
    ...(goto === null || goto === undefined ? {} : { goto: toTargets(goto) }),
  });
}

function toUpdate(update: NonNullable<RunCommand["update"]>): Record<string, unknown> | [string, unknown][] {
  return Array.isArray(update) ? update.map(([key, value]): [string, unknown] => [key, value]) : update;
}

function toTargets(goto: NonNullable<RunCommand["goto"]>): (string | Send)[] {
  const targets = Array.isArray(goto) ? goto : [goto];
  return targets.map((target) =>
    typeof target === "string" ? target : new Send(target.node, target.input ?? null),
  );
}
