// The least that streams a graph over HTTP: no queue, no log, no database, one frame per chunk.
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { MemorySaver } from "@langchain/langgraph";
import { answerBench } from "./answer-bench.ts";
import { buildGraphs } from "./graphs.ts";
import { listen } from "./listen.ts";
import { toGraphMode } from "./graph-mode.ts";

type Body = { assistant_id: string; input: unknown; stream_mode: string[] };

const checkpointer = new MemorySaver();
const graphs = buildGraphs({ checkpointer });
const app = new Hono();

app.post("/threads/:thread_id/runs/stream", async (c) => {
  const threadId = c.req.param("thread_id");
  const body = await c.req.json<Body>();
  const graph = graphs[body.assistant_id];
  if (graph === undefined) return c.notFound();
  const [mode] = body.stream_mode;
  return streamSSE(c, async (sse) => {
    const options = { streamMode: toGraphMode(mode ?? "values"), configurable: { thread_id: threadId } };
    for await (const chunk of await graph.stream(body.input, options)) {
      await sse.writeSSE({ event: toGraphMode(mode ?? "values"), data: JSON.stringify(chunk) });
    }
    await sse.writeSSE({ event: "end", data: JSON.stringify({ status: "success" }) });
    await checkpointer.deleteThread(threadId);
  });
});

const { url, close } = await listen(app.fetch);
answerBench({ url, description: "MemorySaver", close });
