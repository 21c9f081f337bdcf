/** Turns the text of a setting into its value; undefined when it has none. */
export type SettingReader<Value> = {
  read(text: string): Value | undefined;
  /** What may be written, for people. */
  form: string;
  example: string;
};

export function readOneOf<Value extends string>(values: readonly Value[]): SettingReader<Value> {
  return {
    read: (text) => values.find((value) => value === text.toLowerCase()),
    form: `one of ${values.join(", ")}`,
    example: values[0] ?? "",
  };
}

export function readNumber(limits: {
  min: number;
  max: number;
  whole: boolean;
  example: string;
}): SettingReader<number> {
  const { min, max, whole, example } = limits;
  return {
    read(text) {
      const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : undefined;
    },
    form: `a ${whole ? "whole " : ""}number from ${min} to ${max}`,
    example,
  };
}

/** Separated by spaces; commas do no harm. */
export function readWords(toWord: (text: string) => string, example: string): SettingReader<string[]> {
  return {
    read: (text) => [...new Set(text.split(/[\s,]+/).map(toWord))].filter((word) => word !== ""),
    form: "names separated by spaces",
    example,
  };
}

export function readPattern(pattern: RegExp, form: string, example: string): SettingReader<string> {
  return { read: (text) => (pattern.test(text) ? text : undefined), form, example };
}

export function readOrNull<Value>(reader: SettingReader<Value>): SettingReader<Value | null> {
  return {
    ...reader,
    read: (text) => (text.toLowerCase() === "none" ? null : reader.read(text)),
    form: `${reader.form}, or none`,
  };
}

export const SWITCH_WORDS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["on", true],
  ["false", false],
  ["no", false],
  ["off", false],
]);

export const readSwitch: SettingReader<boolean> = {
  read: (text) => SWITCH_WORDS.get(text.toLowerCase()),
  form: "true or false",
  example: "true",
};

export function readDollars(limits: { max: number; example: string }): SettingReader<number> {
  return {
    read(text) {
      const dollars = /^\$?(\d+(?:\.\d+)?)$/.exec(text)?.[1];
      const micro = Math.round(Number(dollars) * 1_000_000);
      return dollars !== undefined && micro <= limits.max * 1_000_000 ? micro : undefined;
    },
    form: `US dollars from 0 to ${limits.max}`,
    example: limits.example,
  };
}
