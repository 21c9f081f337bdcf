const CONTROL = /(?![\t\n])\p{Cc}/gu;

/**
 * Text that Postgres can store: U+0000, other control characters and halves of surrogate pairs become U+FFFD, line
 * ends become "\n", a byte order mark goes.
 */
export function toPlainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/^\ufeff/, "")
    .replace(/\r\n?/g, "\n")
    .replace(CONTROL, "\ufffd");
}
