import { toWords, toSoundKey } from "../../india/words.ts";
import { findFigures, isSame } from "./figures.ts";

/** Whether a text names something: the same words in the same order, however they are spelled or grouped. */
export function holdsPhrase(text: string, phrase: string): boolean {
  const words = toKeys(phrase);
  return words.length === 0 || ` ${toKeys(text).join(" ")} `.includes(` ${words.join(" ")} `);
}

export function holdsValue(text: string, value: number): boolean {
  return findFigures(text).some((figure) => isSame(figure.value, value));
}

/** "https://www.zoho.com/" is named by "zoho.com". */
export function holdsAddress(text: string, address: string): boolean {
  return toAddressKey(text).includes(toAddressKey(address));
}

function toAddressKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/https?:\/\//g, "")
    .replace(/\bwww\./g, "")
    .replace(/\/(?=\s|$|[).,])/g, "");
}

function toKeys(text: string): string[] {
  return toWords(text).map(toSoundKey);
}
