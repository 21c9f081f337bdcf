/** What the bench asks a server of load over IPC, and what it hears. */
export type LoadQuestion = { ask: "memory" } | { ask: "stop" };
export type LoadAnswer =
  | { answer: "ready"; url: string; description: string }
  | { answer: "memory"; rssMb: number; heapMb: number };

export type LoadOptions = {
  /** Database URL. */
  where: string;
  redisUrl: string | null;
  /** Runs executed at once. */
  concurrency: number;
};
