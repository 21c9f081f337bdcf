import type { FrameBatch } from "../verbs/call.ts";

type CreatedStream = {
  open(): AsyncIterable<FrameBatch> | Promise<AsyncIterable<FrameBatch>>;
  /** What the stream begins with. */
  first: FrameBatch;
};

/**
 * The frames of a run that exists: whatever goes wrong from here on is no reply of its own, which a client would take
 * for leave to create the run once more. It gets the first frame, with whose id it comes back through Location.
 */
export function toCreatedStream({ open, first }: CreatedStream): AsyncIterable<FrameBatch> {
  return {
    [Symbol.asyncIterator]() {
      let source: Promise<AsyncIterator<FrameBatch>> | undefined;
      let isBegun = false;
      let failed: { error: unknown } | undefined;
      return {
        async next() {
          if (failed !== undefined) throw failed.error;
          try {
            source ??= openIterator(open);
            const result = await (await source).next();
            isBegun = true;
            return result;
          } catch (error) {
            if (isBegun) throw error;
            failed = { error };
            return { done: false, value: first };
          }
        },
        async return() {
          await (await source)?.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

async function openIterator(open: CreatedStream["open"]): Promise<AsyncIterator<FrameBatch>> {
  return (await open())[Symbol.asyncIterator]();
}
