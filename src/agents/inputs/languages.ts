import { toListPattern } from "../words/words.ts";
import { LANGUAGES } from "./noun-groups.ts";

export type NamedLanguage = { tag: string; name: string };

/** Languages that a text names as such ("in Hindi", "हिंदी में"), in its order. */
export function findLanguages(text: string): NamedLanguage[] {
  const found = LANGUAGES.flatMap(([tag, ...names]) => {
    const at = text.search(toListPattern(names));
    return at === -1 ? [] : [{ tag, name: names[0] ?? tag, at }];
  });
  return found.toSorted((left, right) => left.at - right.at).map(({ tag, name }) => ({ tag, name }));
}

export function toLanguageName(tag: string): string {
  return LANGUAGES.find(([known]) => known === tag)?.[1] ?? tag;
}

/** A language as a field spells it: an enum may list tags or names, free text gets the name. */
export function toLanguageValue(
  { tag, name }: NamedLanguage,
  values: readonly string[] | null,
): string | undefined {
  if (values === null) return name;
  const known = [tag, tag.split("-")[0] ?? tag, name].map((spelling) => spelling.toLowerCase());
  return known
    .map((spelling) => values.find((value) => value.toLowerCase() === spelling))
    .find((value) => value !== undefined);
}
