/** LangGraph's own name of a mode: on the wire of the protocol, tuples of message and metadata are `messages-tuple`. */
export function toGraphMode(wireMode: string): string {
  return wireMode === "messages-tuple" ? "messages" : wireMode;
}
