import { Agent, request, type IncomingMessage } from "node:http";

export type HttpClient = {
  postJson(path: string, body: unknown): Promise<unknown>;
  /** Hands out the reply's text as it arrives; resolves when the reply is complete, rejects when `onText` throws. */
  postStream(path: string, body: unknown, onText: (text: string) => void): Promise<void>;
  close(): void;
};

/** Keep-alive connections and nothing between the bench and the wire: fetch costs as much as some of the servers. */
export function createHttpClient(url: string): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 256 });

  function post(path: string, body: unknown): Promise<IncomingMessage> {
    const text = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
      const sent = request(new URL(path, url), { method: "POST", agent, headers }, (reply) => {
        reply.setEncoding("utf8");
        resolve(reply);
      });
      sent.on("error", reject);
      sent.end(text);
    });
  }

  return {
    async postJson(path, body) {
      const reply = await post(path, body);
      const text = await readAll(reply);
      if (reply.statusCode !== 200) throw new Error(`POST ${path}: ${reply.statusCode} ${text}`);
      return JSON.parse(text);
    },
    async postStream(path, body, onText) {
      const reply = await post(path, body);
      if (reply.statusCode !== 200)
        throw new Error(`POST ${path}: ${reply.statusCode} ${await readAll(reply)}`);
      await new Promise<void>((resolve, reject) => {
        reply.on("data", (text: string) => {
          try {
            onText(text);
          } catch (error) {
            reply.destroy(error instanceof Error ? error : new Error(String(error)));
          }
        });
        reply.on("end", () => resolve());
        reply.on("error", reject);
      });
    },
    close: () => agent.destroy(),
  };
}

async function readAll(reply: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of reply) text += String(piece);
  return text;
}
