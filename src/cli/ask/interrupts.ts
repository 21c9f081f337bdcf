import type { ApprovalRequest, Question } from "../../domain/progress.ts";
import { isRecord, readText } from "./record.ts";

/** An interrupt as the stream carries it; `value` is whatever the graph asked with. */
export type OpenInterrupt = { id: string; value: unknown };

/** The interrupts inside the data of a `values` or `updates` event. */
export function toInterrupts(data: unknown): OpenInterrupt[] {
  if (!isRecord(data) || !Array.isArray(data["__interrupt__"])) return [];
  return data["__interrupt__"]
    .filter(isRecord)
    .map((each) => ({ id: readText(each, "id") ?? "", value: each["value"] }));
}

/** What a person reads. */
export function toQuestionText({ value }: OpenInterrupt): string {
  if (isApproval(value)) {
    const lines = value.action_requests.map(({ name, description }) => `  ${name}: ${description}`);
    return `${["The team wants to go on with:", ...lines, "Agree? (yes, or no and why)"].join("\n")}\n`;
  }
  if (isQuestion(value)) {
    const lines = value.missing
      .filter(({ description }) => description === "" || !value.question.includes(description))
      .map(({ name, type, description }) => `  ${name} (${type}): ${description}`);
    return `${[value.question, ...lines].join("\n")}\n`;
  }
  return `${typeof value === "string" ? value : JSON.stringify(value, null, 2)}\n`;
}

/** The value to resume with: one answer as it is, several by the id of their interrupt. */
export function toResume(interrupts: readonly OpenInterrupt[], answers: readonly string[]): unknown {
  const values = interrupts.map((interrupt, at) => toAnswer(interrupt.value, answers[at] ?? ""));
  if (values.length <= 1) return values[0];
  return Object.fromEntries(interrupts.map(({ id }, at) => [id, values[at]]));
}

const YES = /^(y|yes|ok|okay|approve|approved|haan|ha)[.!]?$/i;

function toAnswer(value: unknown, answer: string): unknown {
  if (!isApproval(value)) return answer;
  const isYes = YES.test(answer.trim());
  const decision = isYes
    ? { type: "approve" }
    : { type: "reject", message: answer.replace(/^no\b[\s,.:]*/i, "") };
  return { decisions: value.action_requests.map(() => decision) };
}

function isApproval(value: unknown): value is ApprovalRequest {
  return isRecord(value) && Array.isArray(value["action_requests"]);
}

function isQuestion(value: unknown): value is Question {
  return isRecord(value) && value["kind"] === "question" && Array.isArray(value["missing"]);
}
