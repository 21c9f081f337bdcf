/** Numbers are reserved in blocks, so that a crash leaves a gap and never a number that is used twice. */
export const SEQ_BLOCK = 2_000;
const EXTEND_BELOW = 500;
/** One event takes one number of the thread and at most a few of the run. */
const KEPT_BACK = 32;

/** The numbers that a worker has reserved in the thread's log and in the run's stream. */
export function createNumbers(first: { seq: number; runSeq: number }) {
  let { seq, runSeq } = first;
  let seqLimit = seq + SEQ_BLOCK;
  let runSeqLimit = runSeq + SEQ_BLOCK;
  return {
    /** Numbers for one event that renders to `frames` legacy frames. */
    take(frames: number): { seq: number; runSeq: number } {
      const taken = { seq, runSeq };
      seq += 1;
      runSeq += frames;
      return taken;
    },
    next: () => ({ nextSeq: seq, nextRunSeq: runSeq }),
    isSpent: () => seqLimit - seq < KEPT_BACK || runSeqLimit - runSeq < KEPT_BACK,
    /** How many more to reserve with the next write. */
    shortBy: () => (seqLimit - seq < EXTEND_BELOW || runSeqLimit - runSeq < EXTEND_BELOW ? SEQ_BLOCK : 0),
    extend(by: number): void {
      seqLimit += by;
      runSeqLimit += by;
    },
  };
}
