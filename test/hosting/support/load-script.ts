import { isAppError } from "../../../src/domain/errors.ts";
import { loadGraphs } from "../../../src/hosting/load-graphs.ts";
import { installModuleHooks } from "../../../src/hosting/modules/install-hooks.ts";
import { readProject } from "../../../src/hosting/read-project.ts";
import { createLog } from "../../../src/telemetry/log.ts";

// Loads a project as the service does, outside the test runner's own loader, runs each graph and prints what came out.
const [file = "", input = "{}"] = process.argv.slice(2);
const lines: string[] = [];
const destination = Object.assign(Object.create(process.stderr), {
  write: (line: string) => lines.push(line),
});
try {
  const project = await readProject(file, { environment: {} });
  installModuleHooks({ project, log: createLog({ level: "info", destination }) });
  const graphs = await loadGraphs(project);
  const values: Record<string, unknown> = {};
  for (const id of graphs.ids()) {
    const call = { access: "threads.create_run", config: { configurable: {} } } as const;
    const graph = await graphs.open(id, call);
    for await (const chunk of await graph.stream(JSON.parse(input), { streamMode: "values" }))
      values[id] = chunk;
  }
  print({ values, lines });
} catch (error) {
  if (!isAppError(error)) throw error;
  print({ code: error.code, detail: error.detail, fix: error.fix, lines });
}

function print(result: object): void {
  process.stdout.write(JSON.stringify(result));
}
