import type { CritiqueIssue } from "../../domain/answer.ts";
import type { NumberedSource } from "../../domain/brief.ts";
import { toInputText } from "../hydrate/input-text.ts";
import type { Case } from "./issue.ts";

const REFERENCE = /\[(S\d+(?:\s*[,;]\s*S?\d+)*)\]/g;
const ADDRESS = /https?:\/\/[^\s<>()[\]"'|]+/g;

/** References to sources that are not there, and addresses that nothing known holds. */
export function findSourceIssues(given: Case, sources: readonly NumberedSource[]): CritiqueIssue[] {
  const { text } = given.answer;
  const known = new Set(sources.map((source) => source.ref));
  const invented = [...new Set(findReferences(text).filter((reference) => !known.has(reference)))];
  const addresses = findUnknownAddresses(given, sources);
  return [
    ...(invented.length === 0 ? [] : [toReferenceIssue(text, invented, sources.length)]),
    ...addresses.map((address): CritiqueIssue => {
      const start = text.indexOf(address);
      return {
        category: "FACTUAL",
        severity: "HIGH",
        message: `The address ${address} stands in no source.`,
        evidence: address,
        span: { start, end: start + address.length },
      };
    }),
  ];
}

/** "S1" and "S3" of "[S1, S3]". */
export function findReferences(text: string): string[] {
  return [...text.matchAll(REFERENCE)].flatMap((match) =>
    (match[1] ?? "").split(/\s*[,;]\s*/).map((ref) => (ref.startsWith("S") ? ref : `S${ref}`)),
  );
}

function toReferenceIssue(text: string, invented: string[], count: number): CritiqueIssue {
  const [first = ""] = invented;
  const start = text.search(new RegExp(`\\[[^\\]]*${first}(?!\\d)`));
  return {
    category: "FACTUAL",
    severity: "HIGH",
    message: `The answer cites ${invented.join(", ")}, but there ${count === 1 ? "is one source" : `are ${count} sources`}.`,
    evidence: invented.map((reference) => `[${reference}]`).join(" "),
    ...(start >= 0 && { span: { start, end: start + first.length + 2 } }),
  };
}

function findUnknownAddresses(
  { answer, request, inputs, foundation, skill }: Case,
  sources: readonly NumberedSource[],
): string[] {
  const known = [
    request,
    toInputText(inputs, skill.inputs),
    JSON.stringify(foundation ?? {}),
    ...sources.map((source) => `${source.source.id} ${source.source.title} ${source.text}`),
    ...skill.sections.map((section) => section.body),
  ].map(toAddressKey);
  const found = (answer.text.match(ADDRESS) ?? []).map((address) => address.replace(/[.,;:!?*_]+$/, ""));
  return [...new Set(found)].filter((address) => !known.some((text) => text.includes(toAddressKey(address))));
}

function toAddressKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/https?:\/\/(?:www\.)?/g, "")
    .replace(/\/+(?=$|\s)/g, "");
}
