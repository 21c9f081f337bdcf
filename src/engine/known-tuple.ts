import type { BaseCheckpointSaver, CheckpointTuple } from "@langchain/langgraph-checkpoint";

type Known = {
  threadId: string;
  /** undefined: the head. */
  checkpointId: string | undefined;
  /** undefined: there is none. */
  tuple: CheckpointTuple | undefined;
};

/** Answers the first question for a root checkpoint with what is known already, so that it is not read twice. */
export function answerOnce(
  checkpointer: BaseCheckpointSaver,
  { threadId, checkpointId, tuple }: Known,
): void {
  const ask = checkpointer.getTuple.bind(checkpointer);
  checkpointer.getTuple = async (config) => {
    const { thread_id, checkpoint_ns: ns = "", checkpoint_id: id } = config.configurable ?? {};
    if (thread_id !== threadId || ns !== "" || id !== checkpointId) return ask(config);
    checkpointer.getTuple = ask;
    return tuple;
  };
}
