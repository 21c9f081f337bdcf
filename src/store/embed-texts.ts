import { AppError } from "../domain/errors.ts";
import type { StoreIndex } from "./tenant-scope.ts";

const TEXTS_AT_ONCE = 100;
const PATIENCE_MS = 60_000;

/**
 * A literal for `::vector` for each text, in their order. Throws `provider_failed` when the embedder fails, takes
 * longer than a minute, or answers something else than was configured.
 */
export async function embedTexts(index: StoreIndex, texts: readonly string[]): Promise<string[]> {
  const distinct = [...new Set(texts)];
  const vectors = new Map<string, string>();
  for (let start = 0; start < distinct.length; start += TEXTS_AT_ONCE) {
    const part = distinct.slice(start, start + TEXTS_AT_ONCE);
    const embedded = await embedInTime(index, part);
    if (embedded.length !== part.length)
      throw toFailure(`${embedded.length} vectors came for ${part.length} texts`);
    for (const [place, text] of part.entries()) vectors.set(text, toLiteral(embedded[place], index.dims));
  }
  return texts.map((text) => vectors.get(text) ?? "");
}

async function embedInTime({ embed }: StoreIndex, texts: string[]): Promise<number[][]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(toFailure("it took too long")), PATIENCE_MS);
  });
  try {
    return await Promise.race([embed(texts), late]);
  } catch (cause) {
    throw cause instanceof AppError ? cause : toFailure(String(cause), cause);
  } finally {
    clearTimeout(timer);
  }
}

function toLiteral(vector: unknown, dims: number): string {
  if (!Array.isArray(vector) || vector.length !== dims || !vector.every(Number.isFinite))
    throw toFailure(`a vector is not ${dims} numbers`);
  return JSON.stringify(vector);
}

function toFailure(why: string, cause?: unknown): AppError {
  return new AppError("provider_failed", `The store's embedder failed: ${why}`, { cause });
}
