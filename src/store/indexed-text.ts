import { AppError } from "../domain/errors.ts";
import { toPlainText } from "./jsonb-text.ts";
import { toTextsAtPath } from "./text-at-path.ts";

const MOST_TEXTS = 1_000;
/** A path is part of an index's key, which has room for so much. */
const LONGEST_PATH = 200;
const WHOLE = "$";

export type IndexedText = { path: string; place: number; text: string };

/**
 * The texts of an item that are to be found, by path: one for each place that the path leads to. `index` is what its
 * put asked for: false is none, no list the usual fields. Throws `validation_failed` when they are too many.
 */
export function toIndexedTexts(
  value: object,
  index: false | readonly string[] | null | undefined,
  fields: readonly string[],
): IndexedText[] {
  if (index === false) return [];
  const paths = [...new Set(index ?? fields)];
  if (paths.some((path) => path.length > LONGEST_PATH)) {
    throw new AppError("validation_failed", `index: a path is longer than ${LONGEST_PATH} characters`, {
      errors: [{ path: "index", message: "too long" }],
    });
  }
  const texts = paths.flatMap((path) =>
    toTextsAtPath(value, path)
      .filter((text) => text.trim() !== "")
      .map((text, place) => ({ path: toPlainText(path), place, text })),
  );
  if (texts.length <= MOST_TEXTS) return texts;
  throw new AppError("validation_failed", `index: leads to more than ${MOST_TEXTS} texts in the value`, {
    fix: "Name fewer paths, or split the item.",
    errors: [{ path: "index", message: "leads to too many texts" }],
  });
}

/** The same as one text of plain words: of a whole value what it says, not the names of its fields. */
export function toPlainWords(value: object, texts: readonly IndexedText[]): string {
  return texts.map(({ path, text }) => (path === WHOLE ? toLeaves(value).join(" ") : text)).join(" ");
}

function toLeaves(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(toLeaves);
  return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
}
