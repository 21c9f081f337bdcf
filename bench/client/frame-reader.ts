export type Frame = { event: string; data: unknown };

/** Takes text as it arrives and hands out each server-sent event once it is complete, its data parsed as JSON. */
export function createFrameReader(onFrame: (frame: Frame) => void): (text: string) => void {
  let rest = "";
  return function read(text) {
    const pieces = (rest + text).split("\n\n");
    rest = pieces.pop() ?? "";
    for (const piece of pieces) {
      const frame = parseFrame(piece);
      if (frame !== null) onFrame(frame);
    }
  };
}

/** null for a comment, such as a heartbeat. */
function parseFrame(text: string): Frame | null {
  let event = "message";
  const data: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("event: ")) event = line.slice("event: ".length);
    else if (line.startsWith("data: ")) data.push(line.slice("data: ".length));
  }
  if (data.length === 0) return null;
  const parsed: unknown = JSON.parse(data.join("\n"));
  return { event, data: parsed };
}
