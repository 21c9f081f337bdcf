import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { Brief } from "../../domain/brief.ts";
import type { ModelTool } from "../model-call.ts";
import { cutAtWord, splitSentences } from "./sentences.ts";
import { readSubject } from "./subject.ts";

export type ToolCallChoice = { name: string; args: Record<string, unknown> };

const READS = /search|find|lookup|look-up|calendar|festival|list|read|get|knowledge|fetch/i;
const WRITES = /send|publish|write|post|delete|create|update|pay|book|order|remove/i;
const QUERY = /^(?:query|q|question|search|search_query|text|topic|keywords?|name)$/;

const MOST_CALLS = 3;
const LONGEST_QUERY = 400;

/**
 * Tools that only read, were not called yet and whose arguments the brief gives. A tool that needs something
 * else is left alone: an argument is never made up.
 */
export function chooseToolCalls(
  brief: Brief,
  tools: readonly ModelTool[],
  messages: readonly BaseMessage[],
): ToolCallChoice[] {
  const called = new Set(messages.flatMap(toCalledNames));
  const choices = tools.flatMap((tool) => {
    if (called.has(tool.name) || !READS.test(tool.name) || WRITES.test(tool.name)) return [];
    const args = toArguments(tool, brief);
    return args === null ? [] : [{ name: tool.name, args }];
  });
  return choices.slice(0, MOST_CALLS);
}

function toCalledNames(message: BaseMessage): string[] {
  if (ToolMessage.isInstance(message)) return message.name === undefined ? [] : [message.name];
  return AIMessage.isInstance(message) ? (message.tool_calls ?? []).map(({ name }) => name) : [];
}

/** Null when a required argument is unknown, or when there is nothing to ask with. */
function toArguments({ schema }: ModelTool, brief: Brief): Record<string, unknown> | null {
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"].map(String) : [];
  const args: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    const value = toArgument(name, isRecord(property) ? property : {}, brief);
    if (value !== undefined && (required.includes(name) || isTelling(name))) args[name] = value;
  }
  const isComplete = required.every((name) => name in args);
  return isComplete && Object.keys(args).length > 0 ? args : null;
}

function toArgument(name: string, property: Record<string, unknown>, brief: Brief): unknown {
  const { occasion, place } = readSubject(brief);
  const accepts = (value: unknown): boolean =>
    property["type"] === undefined || property["type"] === (Array.isArray(value) ? "array" : typeof value);
  const given = brief.inputs[name];
  if (given !== undefined && given !== null && accepts(given)) return given;
  if (!accepts("")) return property["default"];
  if (/festival|occasion/.test(name)) return occasion ?? toFestivalText(brief);
  if (/^(?:city|place|location|region)$/.test(name)) return place ?? undefined;
  return QUERY.test(name) ? cutAtWord(brief.request, LONGEST_QUERY) : property["default"];
}

/** Where festivals may be named: the skill's title, what its method takes from the calendar, and the request. */
function toFestivalText({ skill, request }: Brief): string | undefined {
  const steps = skill.sections.flatMap(({ body }) => splitSentences(body));
  const asked = steps.filter((sentence) => /festival calendar/i.test(sentence)).slice(0, 2);
  const text = [skill.title, request, ...asked].join(". ");
  return asked.length > 0 || /festiv/i.test(text) ? cutAtWord(text, LONGEST_QUERY * 2) : undefined;
}

/** An optional argument that narrows the question. */
function isTelling(name: string): boolean {
  return QUERY.test(name) || /festival|occasion|^(?:city|place|location|region)$/.test(name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
