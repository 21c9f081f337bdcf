import type { NumberedSource } from "../../domain/brief.ts";

/**
 * Sources as a prompt shows them: each between marks of its own, in which the text cannot write a mark itself. What
 * stands there was written by others, so it is quoted and never obeyed.
 */
export function toQuotedSources(sources: readonly NumberedSource[]): string {
  return sources
    .map(
      ({ ref, source, text }) =>
        `<source id="${ref}" kind="${source.kind}" title="${toAttribute(source.title)}">\n${toQuoted(text)}\n</source>`,
    )
    .join("\n\n");
}

function toQuoted(text: string): string {
  return text.replaceAll("<", "‹").replaceAll(">", "›");
}

function toAttribute(text: string): string {
  return toQuoted(text)
    .replace(/["\n\r]+/g, " ")
    .trim();
}
