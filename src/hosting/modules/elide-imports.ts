import { maskCode } from "./mask-code.ts";

/** `import … from` with names; what stands in braces may go over lines. */
const IMPORT = /(^|[;}\n])([ \t]*)import\s+([\w$*\s,{}]+?)\s*from(?![\w$])/g;
const END = /^[ \t]*(["'])(?:(?!\1).)*\1(?:\s*with\s*\{[^}]*\})?[ \t]*;?/;

/**
 * Takes out of imports what only types used, as TypeScript itself does: many projects import interfaces without
 * `import type`, and no module exports those. `stripped` is `source` with its types blanked out, place by place. A
 * name stays when code uses it anywhere.
 */
export function elideImports(source: string, stripped: string): string {
  const code = maskCode(stripped);
  const imports = [...code.matchAll(IMPORT)];
  const rest = imports.reduce((text, found) => blank(text, toSpan(found)), code);
  const typed = toTypedText(source, code);
  return imports.reduceRight((text, found) => {
    const clause = found[3] ?? "";
    const start = found.index + (found[1] ?? "").length;
    const names = toNames(clause);
    const unused = new Set(names.filter((name) => !uses(rest, name) && isType(name, typed, source)));
    if (unused.size === 0) return text;
    if (unused.size === names.length) return blank(text, { from: start, to: toEnd(text, toSpan(found).to) });
    const from = found.index + found[0].indexOf(clause);
    return `${text.slice(0, from)}${withoutNames(clause, unused)}${text.slice(from + clause.length)}`;
  }, stripped);
}

type Span = { from: number; to: number };

function toSpan(found: RegExpExecArray): Span {
  return { from: found.index, to: found.index + found[0].length };
}

function toEnd(text: string, from: number): number {
  return from + (END.exec(text.slice(from))?.[0].length ?? 0);
}

function blank(text: string, { from, to }: Span): string {
  return text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, " ") + text.slice(to);
}

/** What the types were: the characters of the source where code has blanks, comments and strings left out. */
function toTypedText(source: string, code: string): string {
  const masked = maskCode(source);
  let text = "";
  for (let at = 0; at < masked.length; at++) text += code.charAt(at) === " " ? masked.charAt(at) : " ";
  return text;
}

/** A name that types use, or that nothing at all mentions beside its import. */
function isType(name: string, typed: string, source: string): boolean {
  return uses(typed, name) || source.split(toWord(name)).length === 2;
}

/** Anywhere but as the name of a property. */
function uses(code: string, name: string): boolean {
  return RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${escape(name)}(?![\\w$])`).test(code);
}

function toWord(name: string): RegExp {
  return RegExp(`(?<![\\w$])${escape(name)}(?![\\w$])`);
}

function escape(name: string): string {
  return name.replaceAll("$", "\\$");
}

/** Local names of an import clause: `A, { B, C as D }`, `* as E`. */
function toNames(clause: string): string[] {
  return clause
    .replace(/[{}]/g, ",")
    .split(",")
    .flatMap(
      (part) =>
        part
          .trim()
          .split(/\s+as\s+/)
          .at(-1) || [],
    );
}

/** The clause without some names; its line breaks stay. */
function withoutNames(clause: string, unused: ReadonlySet<string>): string {
  const kept = clause.replace(/[^{},]+/g, (part) =>
    unused.has(toNames(part)[0] ?? "") ? toLines(part) : part,
  );
  // A comma may not stand without a name before it.
  return kept
    .replace(/\{[\s,]*/, (head) => `{${toLines(head)}`)
    .replace(/,(?:\s*,)+/g, (commas) => `,${toLines(commas)}`)
    .replace(/^\s*,/, toLines)
    .replace(/,\s*\{\s*\}\s*$/, toLines);
}

function toLines(text: string): string {
  return text.replace(/[^\n]/g, "");
}
