import type { Perception } from "../../domain/route.ts";
import type { Field } from "../../domain/skill.ts";
import { findLabelled } from "./labelled.ts";
import { findRequestValue, toReading } from "./request-value.ts";
import { toReadable } from "../words/readable.ts";
import { toTyped } from "./typed-value.ts";

/** Answers that say nothing, in the languages people answer in. */
const EMPTY =
  /^(?:(?:i )?(?:don'?t|do not) know|no idea|not sure|skip(?: it| this)?|none|nothing|whatever|anything|you decide|up to you|\?+|ok(?:ay)?|yes|no|pata nahi(?:n)?|kuch bhi|पता नहीं|कुछ भी)[.!\s]*$/iu;

/** What a plain reply says for each missing field, by name; values are still as the person wrote them. */
export function readReply(
  text: string,
  missing: readonly Field[],
  perception: Perception,
): Map<string, unknown> {
  const reply = toReadable(text.trim());
  const wished = new Map<string, unknown>(findLabelled(reply, missing));
  const open = missing.filter((field) => !wished.has(field.name));
  const [only] = open;
  if (wished.size > 0 || only === undefined) return wished;
  if (open.length === 1) return readOnly(reply, only, perception);

  const lines = toParts(reply);
  if (lines.length === open.length) return new Map(open.map((field, index) => [field.name, lines[index]]));
  const reading = toReading(reply, perception);
  for (const field of open) {
    const value = findRequestValue(field, reading);
    if (value !== undefined) wished.set(field.name, value);
  }
  return wished;
}

function readOnly(reply: string, field: Field, perception: Perception): Map<string, unknown> {
  if (EMPTY.test(reply) && field.type.kind !== "boolean" && field.type.kind !== "enum") return new Map();
  // In "make it 3 emails, budget is fine" the field's own finder knows which number is meant.
  const found =
    field.type.kind === "string" ? undefined : findRequestValue(field, toReading(reply, perception));
  const typed = found ?? toTyped(reply, field.type);
  return new Map([[field.name, typed === undefined ? reply : typed]]);
}

/** One part for each line, or for each piece between semicolons. */
function toParts(reply: string): string[] {
  const parts = reply.split(/\n+|;\s*/).map((part) => part.trim().replace(/^(?:[-*•]|\d+[.)])\s+/, ""));
  return parts.filter((part) => part !== "");
}
