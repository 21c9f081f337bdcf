import { AppError } from "../../domain/errors.ts";

const LONGEST_WAIT_MS = 15_000;

/** Those who wait for a free connection, in order of arrival; nobody waits for ever. */
export function createWaitingLine<T>() {
  const line: ((thing: T) => void)[] = [];
  return {
    isEmpty: () => line.length === 0,
    join(): Promise<T> {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const admit = (thing: T): void => {
        clearTimeout(timer);
        resolve(thing);
      };
      const timer = setTimeout(() => {
        line.splice(line.indexOf(admit), 1);
        reject(new AppError("unavailable", "Every connection to the database is in use"));
      }, LONGEST_WAIT_MS);
      line.push(admit);
      return promise;
    },
    /** Hands it to the first who waits; false when nobody does. */
    serve(thing: T): boolean {
      const admit = line.shift();
      admit?.(thing);
      return admit !== undefined;
    },
  };
}
