import { until } from "../../support/until.ts";

export type Event = {
  type: "event";
  event_id: string;
  seq: number;
  method: string;
  run_id: string;
  params: { namespace: string[]; timestamp: number; node?: string; data: Record<string, unknown> };
};

export type OpenTape = {
  status: number;
  /** As they come, each with the id of its frame. */
  events: (Event & { frameId: string })[];
  /** The reader has been let go. */
  isOver(): boolean;
  until(holds: (event: Event) => boolean, what?: string): Promise<Event>;
  close(): void;
};

export const ALL = [
  "values",
  "updates",
  "messages",
  "tools",
  "lifecycle",
  "input",
  "checkpoints",
  "tasks",
  "custom",
];

type Opening = { url: string; threadId: string; body?: object; headers?: Record<string, string> };

/** Opens the event stream of a thread and collects what comes. */
export async function openTape({
  url,
  threadId,
  body = { channels: ALL },
  headers = {},
}: Opening): Promise<OpenTape> {
  const stop = new AbortController();
  const response = await fetch(`${url}/threads/${threadId}/stream/events`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: stop.signal,
  });
  const tape = collect(response, stop);
  return { status: response.status, close: () => stop.abort(), ...tape };
}

function collect(response: Response, stop: AbortController): Pick<OpenTape, "events" | "until" | "isOver"> {
  const events: OpenTape["events"] = [];
  let isOver = false;
  const reading = read(response, (frame) => events.push(frame)).finally(() => {
    isOver = true;
  });
  // Whoever closes it breaks off the reading.
  reading.catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return {
    events,
    isOver: () => isOver,
    async until(holds, what = "an event") {
      await until(() => isOver || events.some(holds), what);
      const found = events.find(holds);
      if (found === undefined) throw new Error(`The stream ended before ${what}`);
      return found;
    },
  };
}

async function read(
  response: Response,
  onEvent: (event: Event & { frameId: string }) => void,
): Promise<void> {
  if (!response.ok || response.body === null) return;
  let pending = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (pending + chunk).split("\n\n");
    pending = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, frameId = ""] = /^id: (.*)$/m.exec(block) ?? [];
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) onEvent({ ...(JSON.parse(data) as Event), frameId });
    }
  }
}

/** The root of a run has ended, or begun. */
export const isRoot =
  (status: string, runId?: string) =>
  ({ event_id, run_id }: Event): boolean =>
    event_id.endsWith(`:lc||${status}`) && (runId === undefined || run_id === runId);

export type Reply = {
  type: string;
  id: number | null;
  error?: string;
  message?: string;
  detail?: string;
  result?: Record<string, unknown>;
  meta?: { thread_id: string; applied_through_seq: number };
};

export async function sendCommand(
  url: string,
  threadId: string,
  method: string,
  params: object = {},
  headers: Record<string, string> = {},
): Promise<{ status: number; reply: Reply }> {
  return postCommand(url, threadId, { id: 1, method, params }, headers);
}

export async function postCommand(
  url: string,
  threadId: string,
  command: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; reply: Reply }> {
  const response = await fetch(`${url}/threads/${threadId}/commands`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof command === "string" ? command : JSON.stringify(command),
  });
  return { status: response.status, reply: (await response.json()) as Reply };
}

export const human = (content: string, id?: string): Record<string, unknown> => ({
  messages: [{ type: "human", content, ...(id === undefined ? {} : { id }) }],
});
