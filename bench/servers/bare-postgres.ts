// The least that streams a graph durably: the stock Postgres checkpointer, one INSERT before and one UPDATE after. No
// queue, no log, no tenants. Argument: database URL.
import { randomUUID } from "node:crypto";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { Pool } from "pg";
import { answerBench } from "./answer-bench.ts";
import { toGraphMode } from "./graph-mode.ts";
import { buildGraphs } from "./graphs.ts";
import { listen } from "./listen.ts";

type Body = { assistant_id: string; input: unknown; stream_mode: string[] };

const pool = new Pool({ connectionString: process.argv[2], max: 20 });
const checkpointer = new PostgresSaver(pool);
await checkpointer.setup();
await pool.query(
  "create table runs (run_id uuid primary key, thread_id uuid not null, status text not null, input jsonb)",
);
const graphs = buildGraphs({ checkpointer });
const app = new Hono();

app.post("/threads/:thread_id/runs/stream", async (c) => {
  const threadId = c.req.param("thread_id");
  const body = await c.req.json<Body>();
  const graph = graphs[body.assistant_id];
  if (graph === undefined) return c.notFound();
  const runId = randomUUID();
  const mode = toGraphMode(body.stream_mode[0] ?? "values");
  await pool.query("insert into runs (run_id, thread_id, status, input) values ($1, $2, 'running', $3)", [
    runId,
    threadId,
    JSON.stringify(body.input),
  ]);
  return streamSSE(c, async (sse) => {
    const options = { streamMode: mode, durability: "sync", configurable: { thread_id: threadId } };
    for await (const chunk of await graph.stream(body.input, options)) {
      await sse.writeSSE({ event: mode, data: JSON.stringify(chunk) });
    }
    await pool.query("update runs set status = 'success' where run_id = $1", [runId]);
    await sse.writeSSE({ event: "end", data: JSON.stringify({ status: "success" }) });
  });
});

const { url, close } = await listen(app.fetch);
answerBench({
  url,
  description: "the stock PostgresSaver, sync",
  async close() {
    await close();
    await pool.end();
  },
});
