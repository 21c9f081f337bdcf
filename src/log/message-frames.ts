import { z } from "zod";

const Message = z.object({ id: z.string().optional(), type: z.string() }).loose();
const Content = z.union([z.string(), z.array(z.unknown())]);

type Row = { ns: string; json: string };
type UnnumberedFrame = { event: string; json: string };

/**
 * The frames of `stream_mode: "messages"`: metadata before the first piece of a message, then the message as it has
 * grown, and each message once more as a whole when it stands in the state, or when its node returns it.
 */
export function createMessageFrames({ subgraphs }: { subgraphs: boolean }): {
  onMessage(row: Row): UnnumberedFrame[];
  onValues(row: Row): UnnumberedFrame[];
} {
  const grown = new Map<string, Record<string, unknown>>();
  const completed = new Set<string>();
  const named = (name: string, ns: string): string => (subgraphs && ns !== "" ? `${name}|${ns}` : name);

  return {
    onMessage({ ns, json }) {
      const [piece, metadata]: unknown[] = JSON.parse(json);
      const message = Message.parse(piece);
      const id = message.id ?? "";
      // What a node returns as a whole has not grown: it is in the state, or about to be.
      if (isFromNode(metadata)) {
        if (completed.has(id)) return [];
        if (id !== "") completed.add(id);
        return [{ event: named("messages/complete", ns), json: JSON.stringify([message]) }];
      }
      const known = grown.get(id);
      const whole = known === undefined ? message : grow(known, message);
      grown.set(id, whole);
      const first = {
        event: named("messages/metadata", ns),
        json: JSON.stringify({ [id]: { metadata } }),
      };
      const partial = { event: named("messages/partial", ns), json: JSON.stringify([whole]) };
      return known === undefined ? [first, partial] : [partial];
    },
    onValues({ ns, json }) {
      const state: unknown = JSON.parse(json);
      const messages =
        typeof state === "object" && state !== null && "messages" in state ? state.messages : [];
      const arrived = z
        .array(Message)
        .catch([])
        .parse(messages)
        .filter(({ id }) => id === undefined || !completed.has(id));
      if (arrived.length === 0) return [];
      for (const { id } of arrived) if (id !== undefined) completed.add(id);
      return [{ event: named("messages/complete", ns), json: JSON.stringify(arrived) }];
    },
  };
}

/** Of messages that models speak, the metadata names the model. */
function isFromNode(metadata: unknown): boolean {
  if (typeof metadata !== "object" || metadata === null || "ls_model_type" in metadata) return false;
  return "name" in metadata && "langgraph_node" in metadata && metadata.name === metadata.langgraph_node;
}

function grow(known: Record<string, unknown>, piece: Record<string, unknown>): Record<string, unknown> {
  const before = Content.catch("").parse(known["content"]);
  const added = Content.catch("").parse(piece["content"]);
  const content =
    typeof before === "string" && typeof added === "string"
      ? before + added
      : [...toBlocks(before), ...toBlocks(added)];
  const filled = Object.entries(piece).filter(([, value]) => !isEmpty(value));
  return { ...known, ...Object.fromEntries(filled), content };
}

function toBlocks(content: string | unknown[]): unknown[] {
  if (typeof content !== "string") return content;
  return content === "" ? [] : [{ type: "text", text: content }];
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
