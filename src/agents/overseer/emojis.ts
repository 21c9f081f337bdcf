/** Pictures and what colours or joins them; digits and (c) are emoji by the book and signs by use. */
const EMOJI =
  /(?:\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}\ufe0f?)*|\p{Regional_Indicator}{2}|[#*0-9]\ufe0f?\u20e3)/gu;
const SIGNS = /^[©®™✓✔✗✘☑↔↕↩↪▪▫▶◀]/u;

export function findEmojis(text: string): string[] {
  return (text.match(EMOJI) ?? []).filter((emoji) => !SIGNS.test(emoji));
}

/** The text without emojis, and without the gaps that they leave. */
export function withoutEmojis(text: string): string {
  return text
    .replace(EMOJI, (emoji) => (SIGNS.test(emoji) ? emoji : "\u0000"))
    .replace(/ *\u0000+(?: *\u0000+)* */g, (gap) => (gap.startsWith(" ") && gap.endsWith(" ") ? " " : ""))
    .replace(/[ \t]+$/gm, "");
}
