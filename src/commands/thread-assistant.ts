import { CommandError } from "../domain/thread-command.ts";
import type { Thread } from "../domain/thread.ts";

/** The assistant that last ran on a thread: whoever goes on there goes on with it. */
export function toAssistantOfThread({ metadata }: Thread): string {
  const assistant = metadata["assistant_id"] ?? metadata["graph_id"];
  if (typeof assistant === "string") return assistant;
  throw new CommandError("invalid_argument", "Nothing ran on the thread yet; start a run with run.start");
}
