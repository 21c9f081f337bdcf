import { createTapeRun } from "../commands/create-run.ts";
import { createExecuteCommand } from "../commands/execute-command.ts";
import { createForkState } from "../commands/fork-state.ts";
import { createGetState } from "../commands/get-state.ts";
import { createGetTree } from "../commands/get-tree.ts";
import { createInputRespond } from "../commands/input-respond.ts";
import { createListCheckpoints } from "../commands/list-checkpoints.ts";
import { createRunStart } from "../commands/run-start.ts";
import { createStreamTape } from "../commands/stream-tape.ts";
import { createStreamThread } from "../commands/stream-thread.ts";
import { createTapeSession } from "../commands/tape-session.ts";
import { createLookAtThread } from "../commands/thread-access.ts";
import type { RunVerbs } from "../http/verbs/runs.ts";
import type { TapeVerbs } from "../http/verbs/tape.ts";
import { createFollowLog } from "../log/follow-log.ts";
import { createTape } from "../log/v2/tape.ts";
import { createReadHistory, createReadState } from "../threads/read-state.ts";
import { findThread } from "../threads/thread-row.ts";
import type { Parts } from "./parts.ts";

/** The thread protocol: commands, and the tape that both of its transports read. */
export function toTapeVerbs(parts: Parts, { place }: Pick<RunVerbs, "place">): TapeVerbs {
  const { db, newId } = parts;
  const followLog = createFollowLog(parts);
  const tape = createTape({ db, followLog });
  const look = createLookAtThread({ db });
  const tapeRun = createTapeRun(place);
  const execute = createExecuteCommand({
    tape,
    handlers: {
      "run.start": createRunStart({ db, tapeRun }),
      "input.respond": createInputRespond({ db, findThread, tapeRun }),
      "agent.getTree": createGetTree({ db, look }),
      "state.get": createGetState({ readState: createReadState(parts) }),
      "state.listCheckpoints": createListCheckpoints({ readHistory: createReadHistory(parts) }),
      "state.fork": createForkState({ db, findThread, tapeRun }),
    },
  });
  return {
    command: execute,
    stream: createStreamTape({ db, tape, look }),
    session: createTapeSession({ tape, newId, look, execute }),
    threadStream: createStreamThread({ db, followLog, look }),
  };
}
