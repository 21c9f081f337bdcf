import type { Interrupt } from "./interrupt.ts";
import { isRecord, readText } from "./record.ts";

/** What a person reads. */
export function toQuestionText({ value }: Interrupt): string {
  const actions = toActions(value);
  if (actions !== null) {
    const lines = actions.map(({ name, description }) => `  ${name}: ${description}`);
    return `${["The team wants to go on with:", ...lines, "Agree? (yes, or no and why)"].join("\n")}\n`;
  }
  const question = readText(value, "question");
  if (question !== null) {
    const lines = toMissing(value)
      .filter(({ description }) => description === "" || !question.includes(description))
      .map(({ name, type, description }) => `  ${name} (${type}): ${description}`);
    return `${[question, ...lines].join("\n")}\n`;
  }
  return `${typeof value === "string" ? value : JSON.stringify(value, null, 2)}\n`;
}

/** The value to resume with: one answer as it is, several by the id of their interrupt. */
export function toResume(interrupts: readonly Interrupt[], answers: readonly string[]): unknown {
  const values = interrupts.map((interrupt, at) => toAnswer(interrupt.value, answers[at] ?? ""));
  if (values.length <= 1) return values[0];
  return Object.fromEntries(interrupts.map(({ id }, at) => [id, values[at]]));
}

const YES = /^(y|yes|ok|okay|approve|approved|haan|ha)[.!]?$/i;

function toAnswer(value: unknown, answer: string): unknown {
  const actions = toActions(value);
  if (actions === null) return answer;
  const isYes = YES.test(answer.trim());
  const decision = isYes
    ? { type: "approve" }
    : { type: "reject", message: answer.replace(/^no\b[\s,.:]*/i, "") };
  return { decisions: actions.map(() => decision) };
}

/** What a person must agree to; null when something else is asked. Middleware of LangChain.js writes camelCase. */
function toActions(value: unknown): { name: string; description: string }[] | null {
  const requests = isRecord(value) ? (value["action_requests"] ?? value["actionRequests"]) : undefined;
  if (!Array.isArray(requests)) return null;
  return requests.map((each) => ({
    name: readText(each, "name") ?? "?",
    description: readText(each, "description") ?? JSON.stringify(isRecord(each) ? each["args"] : each),
  }));
}

function toMissing(value: unknown): { name: string; type: string; description: string }[] {
  const missing = isRecord(value) && Array.isArray(value["missing"]) ? value["missing"] : [];
  return missing.map((each) => ({
    name: readText(each, "name") ?? "?",
    type: readText(each, "type") ?? "any",
    description: readText(each, "description") ?? "",
  }));
}
