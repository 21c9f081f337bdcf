/** What was looked at and what came out; `fix` says what to do about anything but "ok". */
export type Finding = {
  name: string;
  status: "ok" | "warning" | "problem";
  text: string;
  fix?: string;
};

export function ok(name: string, text: string): Finding {
  return { name, status: "ok", text };
}

export function warning(name: string, text: string, fix: string): Finding {
  return { name, status: "warning", text, fix };
}

export function problem(name: string, text: string, fix: string): Finding {
  return { name, status: "problem", text, fix };
}

export function toReason(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
