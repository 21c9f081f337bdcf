import { type Message, type Part, Role, type SendMessageRequest, type Task, TaskState } from "@a2a-js/sdk";
import { ClientFactory, JsonRpcTransportFactory, type Transport } from "@a2a-js/sdk/client";
import { LegacyJsonRpcTransport } from "@a2a-js/sdk/compat/v0_3/client";
import { newId } from "../../src/domain/ids.ts";

export const VERSIONS = ["1.0", "0.3"] as const;
export type Version = (typeof VERSIONS)[number];

/** The SDK's own transport of a version; both speak in the words of 1.0. */
export async function connect(url: string, assistant: string, version: Version): Promise<Transport> {
  const endpoint = `${url}/a2a/${assistant}`;
  if (version === "0.3") return new LegacyJsonRpcTransport({ endpoint });
  const client = await new ClientFactory().createFromUrl(
    url,
    `/a2a/${assistant}/.well-known/agent-card.json`,
  );
  return new JsonRpcTransportFactory().create(endpoint, await client.getAgentCard());
}

const toPart = (content: Part["content"], mediaType = ""): Part => ({
  content,
  metadata: undefined,
  filename: "",
  mediaType,
});
export const text = (value: string): Part => toPart({ $case: "text", value });
export const data = (value: unknown): Part => toPart({ $case: "data", value });
export const image = (base64: string): Part =>
  toPart({ $case: "raw", value: Buffer.from(base64, "base64") }, "image/png");

type Address = { contextId?: string; taskId?: string };

export function toRequest(parts: Part[], { contextId = "", taskId = "" }: Address = {}): SendMessageRequest {
  const message: Message = {
    messageId: newId(),
    contextId,
    taskId,
    role: Role.ROLE_USER,
    parts,
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  };
  return { tenant: "", message, configuration: undefined, metadata: undefined };
}

/** The task that a message is answered with. */
export async function send(agent: Transport, parts: Part[], address: Address = {}): Promise<Task> {
  const result = await agent.sendMessage(toRequest(parts, address));
  if ("messageId" in result) throw new Error("answered with a message");
  return result;
}

export function toTexts(parts: readonly Part[] | undefined): string {
  return (parts ?? []).map(({ content }) => (content?.$case === "text" ? content.value : "")).join("");
}

export const answerOf = (task: Task): string => task.artifacts.map(({ parts }) => toTexts(parts)).join("");
export const stateOf = (task: Task): string => TaskState[task.status?.state ?? TaskState.UNRECOGNIZED] ?? "";
