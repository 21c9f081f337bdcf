import { afterEach, expect, test, vi } from "vitest";
import { runCli } from "../../../src/cli/main.ts";
import { createScriptedTerminal } from "../scripted-terminal.ts";
import { type Reply, type ScriptedService, type Seen, startScriptedService } from "../scripted-service.ts";

const threadId = "0198c2d4-7c1e-7000-8000-000000000001";
const question = { id: "i1", value: { kind: "question", question: "Which city?", missing: [] } };

const started = { event: "metadata", data: { run_id: "r1", thread_id: threadId } };
const ended = { event: "end", data: { run_id: "r1", status: "success" } };
const answered = { event: "values", data: { answer: { text: "Open at 7." } } };
const asking = { event: "values", data: { __interrupt__: [question] } };

const open: ScriptedService[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((service) => service.close()));
});

async function start(onRun: (seen: Seen) => Reply, more: Record<string, (seen: Seen) => Reply> = {}) {
  const service = await startScriptedService({
    "POST /threads": () => ({ json: { thread_id: threadId } }),
    [`POST /threads/${threadId}/runs/stream`]: onRun,
    ...more,
  });
  open.push(service);
  return service;
}

const runs = (service: ScriptedService) => service.seen.filter(({ path }) => path.endsWith("/runs/stream"));

test("a request runs on a new thread, whose id is printed", async () => {
  const service = await start(() => ({ events: [started, answered, ended] }));
  const terminal = createScriptedTerminal();
  expect(await runCli(["ask", "When to open?", "--url", service.url], terminal)).toBe(0);
  expect(terminal.printed()).toBe(`\nOpen at 7.\nThread   ${threadId}\n`);
  expect(runs(service)[0]?.body).toMatchObject({
    assistant_id: "queen",
    input: { messages: [{ type: "human", content: "When to open?" }] },
    stream_mode: ["values", "updates", "messages-tuple", "custom"],
    stream_subgraphs: true,
  });
});

test("a person at the terminal answers the question and the run goes on", async () => {
  const service = await start(({ body }) => {
    const isResumed = JSON.stringify(body).includes('"resume":"Pune"');
    return { events: isResumed ? [started, answered, ended] : [started, asking, ended] };
  });
  const terminal = createScriptedTerminal(["Pune"]);
  expect(await runCli(["ask", "When to open?", "--url", service.url], terminal)).toBe(0);
  expect(terminal.printed()).toContain("Which city?\n");
  expect(terminal.printed()).toContain("Open at 7.\n");
});

test("without a person the question is printed and the exit code is 3", async () => {
  const service = await start(() => ({ events: [started, asking, ended] }));
  const terminal = createScriptedTerminal();
  expect(await runCli(["ask", "When to open?", "--url", service.url], terminal)).toBe(3);
  expect(terminal.printed()).toContain("Which city?\n");
  expect(terminal.printed()).toContain(`--thread ${threadId}`);
});

test("a prompt on a thread that waits is the answer", async () => {
  const waiting = { thread_id: threadId, status: "interrupted", interrupts: { task: [question] } };
  const service = await start(() => ({ events: [started, answered, ended] }), {
    [`GET /threads/${threadId}`]: () => ({ json: waiting }),
  });
  const argv = ["ask", "Pune", "--thread", threadId, "--url", service.url];
  expect(await runCli(argv, createScriptedTerminal())).toBe(0);
  expect(runs(service)[0]?.body).toMatchObject({ command: { resume: "Pune" } });
});

test("--json prints one event per line and nothing else", async () => {
  const service = await start(() => ({ events: [started, asking, ended] }));
  const terminal = createScriptedTerminal(["Pune"]);
  expect(await runCli(["ask", "Hi", "--json", "--url", service.url], terminal)).toBe(3);
  const lines = terminal.printed().trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(["metadata", "values", "end"]);
});

test("Ctrl-C cancels the run and exits with 130", async () => {
  const cancelled = Promise.withResolvers<void>();
  const service = await start(
    () => ({
      events: [started],
      until: cancelled.promise,
      last: [{ event: "end", data: { status: "interrupted" } }],
    }),
    {
      [`GET /threads/${threadId}/runs?limit=10&offset=0`]: () => ({
        json: [{ run_id: "r1", status: "running" }],
      }),
      [`POST /threads/${threadId}/runs/r1/cancel?wait=0&action=interrupt`]: () => {
        cancelled.resolve();
        return { json: {} };
      },
    },
  );
  const terminal = createScriptedTerminal([]);
  const exit = runCli(["ask", "Hi", "--url", service.url], terminal);
  await vi.waitFor(() => expect(runs(service)).toHaveLength(1));
  terminal.interrupt();
  expect(await exit).toBe(130);
  expect(service.seen.at(-1)?.path).toContain("/runs/r1/cancel");
});

test("a connection that ends too early is taken up again behind the last event", async () => {
  const rejoin = `GET /threads/${threadId}/runs/r1/stream?cancel_on_disconnect=1`;
  const service = await start(() => ({ events: [{ id: "0", ...started }] }), {
    [rejoin]: () => ({ events: [answered, ended] }),
  });
  const terminal = createScriptedTerminal();
  expect(await runCli(["ask", "When to open?", "--url", service.url], terminal)).toBe(0);
  expect(terminal.printed()).toContain("the service went away");
  expect(terminal.printed()).toContain("Open at 7.\n");
  expect(service.seen.at(-1)?.headers["last-event-id"]).toBe("0");
});

test("a run that fails exits with 1 and says why", async () => {
  const failed = { event: "error", data: { error: "Error", message: "boom" } };
  const service = await start(() => ({
    events: [started, failed, { event: "end", data: { status: "error" } }],
  }));
  const terminal = createScriptedTerminal();
  expect(await runCli(["ask", "Hi", "--url", service.url], terminal)).toBe(1);
  expect(terminal.complained()).toContain("boom");
});

test("a missing key is named", async () => {
  const refusal = { detail: "Missing API key", code: "unauthenticated" };
  const service = await start(() => ({ events: [] }), {
    "POST /threads": () => ({ status: 401, json: refusal }),
  });
  const terminal = createScriptedTerminal();
  expect(await runCli(["ask", "Hi", "--url", service.url], terminal)).toBe(1);
  expect(terminal.complained()).toContain("Missing API key");
  expect(terminal.complained()).toContain("RAPTORFLOW_API_KEY");
});

test("no service is one clear message and exit code 2", async () => {
  const service = await startScriptedService({});
  await service.close();
  const terminal = createScriptedTerminal();
  expect(await runCli(["ask", "Hi", "--url", service.url], terminal)).toBe(2);
  expect(terminal.complained()).toContain(`no RaptorFlow service answers at ${service.url}`);
  expect(terminal.complained()).toContain("npm start");
});
