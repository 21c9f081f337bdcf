/** A graph has emitted what neither readers nor the log should have to carry. */
export class EventTooLargeError extends Error {
  constructor(mode: string, characters: number, most: number) {
    super(`The graph emitted a ${mode} event of ${characters} characters; at most ${most} are allowed`);
    this.name = "EventTooLargeError";
  }
}
