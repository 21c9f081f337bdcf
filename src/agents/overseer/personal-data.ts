import { toAsciiDigits } from "../../india/digits.ts";

type Kind = { name: string; pattern: RegExp; isReal?: (match: string) => boolean };

const EDGE = "(?<![\\p{L}\\p{N}])";
const END = "(?![\\p{L}\\p{N}])";

/** Personal data of the kinds of DOMAIN 19. A number that fails its check digits is some other number. */
const KINDS: readonly Kind[] = [
  {
    name: "email",
    pattern: /(?<![\p{L}\p{N}._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/gu,
  },
  { name: "card", pattern: new RegExp(`${EDGE}\\d(?:[ -]?\\d){12,18}${END}`, "gu"), isReal: isCard },
  {
    name: "Aadhaar",
    pattern: new RegExp(`${EDGE}[2-9]\\d{3}[ -]?\\d{4}[ -]?\\d{4}${END}`, "gu"),
    isReal: isAadhaar,
  },
  { name: "PAN", pattern: new RegExp(`${EDGE}[A-Z]{3}[ABCFGHJLPT][A-Z]\\d{4}[A-Z]${END}`, "giu") },
  {
    name: "phone",
    pattern: new RegExp(`(?<![\\p{L}\\p{N}.,₹])(?:\\+?91[ -]?|0)?[6-9]\\d{4}[ -]?\\d{5}${END}`, "gu"),
  },
];

/**
 * A text without personal data of third persons. What stands in `known` (the request, the own profile) belongs to the
 * caller and stays.
 */
export function maskText(text: string, known: string): { text: string; masked: string[] } {
  const allowed = toKey(known);
  const masked: string[] = [];
  let result = text;
  for (const { name, pattern, isReal } of KINDS) {
    // Indic digits keep their places, so what is found there can be cut out here.
    const plain = toAsciiDigits(result);
    const found = [...plain.matchAll(pattern)].filter(
      ([match]) =>
        !allowed.includes(toKey(match)) && (isReal === undefined || isReal(match.replace(/\D/g, ""))),
    );
    for (const match of found.toReversed()) {
      result = `${result.slice(0, match.index)}[${name} hidden]${result.slice(match.index + match[0].length)}`;
      masked.push(name);
    }
  }
  return { text: result, masked };
}

/** The same for every text inside a value. */
export function maskValue(value: unknown, known: string): { value: unknown; masked: string[] } {
  const masked: string[] = [];
  const visit = (part: unknown): unknown => {
    if (typeof part === "string") {
      const cleaned = maskText(part, known);
      masked.push(...cleaned.masked);
      return cleaned.text;
    }
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, visit(member)]));
  };
  return { value: visit(value), masked };
}

function toKey(text: string): string {
  return toAsciiDigits(text)
    .toLowerCase()
    .replace(/[\s-]+/g, "");
}

/** Luhn's check digit. */
function isCard(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits.length >= 13 && sum % 10 === 0;
}

const VERHOEFF_D = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];
const VERHOEFF_P = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];

/** Verhoeff's check digit, which the last of the twelve is. */
function isAadhaar(digits: string): boolean {
  let check = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const permuted = VERHOEFF_P[index % 8]?.[Number(digit)];
    check = Number(VERHOEFF_D[check]?.[Number(permuted)]);
  }
  return check === 0;
}
