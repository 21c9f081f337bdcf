const ALWAYS = new Set(["metadata", "error", "end"]);

/** Which frames a join asked for (PROTOCOL 3.5); without filters all that the run was created with. */
export function toFrameFilter(modes: string[] | undefined, namespaces: string[] | undefined): (event: string) => boolean {
  const names = modes === undefined || modes.length === 0 ? null : new Set(modes);
  const scopes = namespaces === undefined || namespaces.length === 0 ? null : new Set(namespaces);
  return function passes(event) {
    if (ALWAYS.has(event)) return true;
    const bar = event.indexOf("|");
    const name = bar === -1 ? event : event.slice(0, bar);
    const namespace = bar === -1 ? "" : event.slice(bar + 1);
    return (names === null || hasMode(names, name)) && (scopes === null || scopes.has(namespace));
  };
}

function hasMode(modes: ReadonlySet<string>, name: string): boolean {
  if (name === "messages") return modes.has("messages-tuple");
  if (name.startsWith("messages/")) return modes.has("messages");
  return modes.has(name);
}
