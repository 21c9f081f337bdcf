import { createPaint } from "../../src/cli/paint.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

export type ScriptedTerminal = Terminal & {
  printed(): string;
  complained(): string;
  passed(): string;
  interrupt(): void;
};

/** A terminal whose person gives these answers and then leaves; without answers nobody sits there. */
export function createScriptedTerminal(answers?: string[]): ScriptedTerminal {
  let printed = "";
  let complained = "";
  let passed = "";
  const left = [...(answers ?? [])];
  const listeners = new Set<() => void>();
  return {
    out: (text) => void (printed += text),
    err: (text) => void (complained += text),
    status: (text) => void (passed += text === "" ? "" : `${text}\n`),
    interactive: answers !== undefined,
    paint: createPaint(false),
    ask: async () => left.shift() ?? null,
    onInterrupt(callback) {
      listeners.add(callback);
      return () => void listeners.delete(callback);
    },
    printed: () => printed,
    complained: () => complained,
    passed: () => passed,
    interrupt: () => listeners.forEach((listener) => listener()),
  };
}
