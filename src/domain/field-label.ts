/** The heading of an output field in an answer: "deciding_differences" is "Deciding differences". */
export function toFieldLabel(name: string): string {
  const words = name
    .trim()
    .split(/[_\-\s]+/)
    .filter((word) => word !== "")
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
