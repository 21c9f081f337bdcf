import type { WriteStream } from "node:tty";
import type { Paint } from "./paint.ts";

const CLEAR_LINE = "\r\u001b[2K";

/**
 * A line at the bottom of a terminal that the next text replaces. It begins at the start of a line, so it may be
 * shown only after a line end.
 */
export function createStatusLine(stdout: WriteStream, paint: Paint): (text: string) => void {
  let shown = "";
  return function show(text) {
    if (text === shown) return;
    // A longer one would wrap, and only its last row could be taken back.
    const line = text.slice(0, Math.max(0, stdout.columns - 1));
    stdout.write(`${shown === "" ? "" : CLEAR_LINE}${paint("dim", line)}`);
    shown = text;
  };
}
