import type { Database } from "../db/database.ts";
import { CommandError } from "../domain/thread-command.ts";
import { readRunEnd } from "../log/run-end.ts";
import { createSubgraphLifecycle, toPlace } from "../log/subgraph-lifecycle.ts";
import { readHead, readTapeRows } from "../log/v2/read-tape-rows.ts";
import type { Handler } from "./command.ts";
import { threadNotFound, type LookAtThread } from "./thread-access.ts";

type TreeDeps = { db: Database; look: LookAtThread };
type RunPlace = { run_id: string; first_seq: number | null; graph_id: string };
type TreeNode = { namespace: string[]; status: string; graph_name: string; children?: TreeNode[] };

/** The graphs inside a run and how they stand, from its lifecycle; without an id of the run that was begun last. */
export function createGetTree({ db, look }: TreeDeps): Handler<"agent.getTree"> {
  return async function getTree({ ctx, threadId, command }) {
    const { tenantId } = ctx.principal;
    if ((await look(ctx, threadId)) !== "visible") throw threadNotFound(threadId);
    const [run] = await db.run<RunPlace>(tenantId, FIND_RUN, [tenantId, threadId, command.run_id ?? null]);
    if (run === undefined) throw new CommandError("no_such_run", "The thread has no such run");
    return { result: { tree: await readTree(db, { tenantId, threadId }, run) } };
  };
}

async function readTree(
  db: Database,
  address: { tenantId: string; threadId: string },
  run: RunPlace,
): Promise<TreeNode> {
  const root: TreeNode = { namespace: [], status: "started", graph_name: run.graph_id };
  if (run.first_seq === null) return root;
  const nodes = new Map([["", root]]);
  const lifecycle = createSubgraphLifecycle(() => true);
  const reading = { after: run.first_seq - 1, upTo: await readHead(db, address), wants: () => false };
  for await (const rows of readTapeRows(db, address, reading)) {
    for (const row of rows.filter(({ runId }) => runId === run.run_id)) {
      const changes = lifecycle.note(row);
      if (row.mode === "start") root.status = "running";
      if (row.mode === "end") {
        root.status = readRunEnd(row).ended;
        changes.push(...lifecycle.close(readRunEnd(row).ended));
      }
      for (const { ns, status, graphName } of changes) noteChange(nodes, ns, status, graphName);
    }
  }
  return root;
}

function noteChange(nodes: Map<string, TreeNode>, ns: string, status: string, graphName: string): void {
  const known = nodes.get(ns);
  if (known !== undefined) {
    known.status = status;
    return;
  }
  const node: TreeNode = { namespace: ns.split("|"), status, graph_name: graphName };
  nodes.set(ns, node);
  const parent = nodes.get(toPlace(ns).parent);
  if (parent !== undefined) (parent.children ??= []).push(node);
}

const FIND_RUN = `
  select run_id, first_seq, graph_id from runs
  where tenant_id = $1 and thread_id = $2 and case when $3::text is null then true else run_id::text = $3 end
  order by first_seq desc nulls last, created_at desc limit 1`;
