import { z } from "zod";
import { RunCreate } from "../../domain/run.ts";

/** The body of every route that creates a run. Without input the run continues from its checkpoint. */
export const RunBody = RunCreate.extend({
  input: z.unknown().default(null),
  context: z.unknown().default(() => ({})),
  langsmith_tracer: z
    .object({ project_name: z.string().nullish(), example_id: z.string().nullish() })
    .nullish(),
});
export type RunBody = z.output<typeof RunBody>;

const MOST_RUNS = 1_000;

export const RunBatchBody = z.array(RunBody).min(1).max(MOST_RUNS);

const SERVER_KEYS = new Set(["thread_id", "run_id", "graph_id", "assistant_id"]);

/** What a verb may trust: without the keys that the server alone sets, and without an empty command. */
export function toRunCreate({ langsmith_tracer, ...body }: RunBody): RunCreate {
  return {
    ...body,
    context: body.context ?? {},
    config: toConfig(body.config, toTracerKeys(langsmith_tracer)),
    command: toCommand(body.command),
  };
}

function toConfig(config: RunBody["config"], tracer: Record<string, string>): RunBody["config"] {
  if (!config?.configurable && Object.keys(tracer).length === 0) return config;
  return { ...config, configurable: { ...toClientKeys(config?.configurable ?? {}), ...tracer } };
}

function toTracerKeys(tracer: RunBody["langsmith_tracer"]): Record<string, string> {
  const { project_name: project, example_id: example } = tracer ?? {};
  return {
    ...(project ? { langsmith_project: project } : {}),
    ...(example ? { langsmith_example_id: example } : {}),
  };
}

function toClientKeys(configurable: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(configurable).filter(([key]) => isClientKey(key)));
}

function isClientKey(key: string): boolean {
  return !SERVER_KEYS.has(key) && !key.startsWith("__") && !key.startsWith("langgraph_auth_");
}

/** `resume: null` answers with null only when nothing else stands beside it. */
function toCommand(command: RunBody["command"]): RunBody["command"] {
  if (!command) return command;
  const { resume, update, goto } = command;
  if (update === undefined && goto === undefined) return resume === undefined ? undefined : { resume };
  return resume === null || resume === undefined ? { update, goto } : command;
}
