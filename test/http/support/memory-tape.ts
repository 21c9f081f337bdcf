import type { Verbs } from "../../../src/http/verbs.ts";

type RecordCall = (verb: string, input: object) => void;

/** The thread protocol without a tape: what arrives is recorded, every command succeeds. */
export function createTapeVerbs(record: RecordCall): Verbs["tape"] {
  return {
    async command({ input }) {
      record("tape.command", input);
      const { threadId, command } = input;
      return { type: "success", id: command.id, result: {}, meta: { thread_id: threadId } };
    },
    async stream({ input }) {
      record("tape.stream", input);
      return noFrames();
    },
    session({ input }) {
      record("tape.session", input);
      return { receive: async () => {}, end: () => {} };
    },
    async threadStream({ input }) {
      record("tape.threadStream", input);
      return noFrames();
    },
  };
}

async function* noFrames() {
  yield [];
}
