export const DIMS = 3;
const AXES = ["apple", "engine", "river"];

/** An embedder whose vectors say which of three words a text has; notes what it was asked for. */
export function createAxes(): { embed(texts: string[]): Promise<number[][]>; asked: string[][] } {
  const asked: string[][] = [];
  return {
    asked,
    async embed(texts) {
      asked.push(texts);
      return texts.map((text) => AXES.map((word) => (text.includes(word) ? 1 : 0)));
    },
  };
}
