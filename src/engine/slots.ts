/** Room for runs: some are executed, some are being created to be executed here. */
export function createSlots(count: number, taken: () => number) {
  let reserved = 0;
  let closed = false;
  return {
    free: (): number => (closed ? 0 : count - taken() - reserved),
    reserved: (): number => reserved,
    reserve(): void {
      reserved += 1;
    },
    release(): void {
      reserved -= 1;
    },
    /** From now on there is no room. */
    close(): void {
      closed = true;
    },
    isClosed: () => closed,
  };
}
