/** What is measured. The client process reads this too, so nothing here may import LangChain. */
export const WORKLOADS = [
  {
    id: "one-node",
    title: "A graph of one node",
    graphId: "one_node",
    streamMode: "values",
    input: { messages: [{ role: "user", content: "Name three sweets that are sold before Diwali." }] },
    /** The input, then the state after the node. */
    event: "values",
    events: 2,
  },
  {
    id: "ten-steps",
    title: "A graph of ten steps in a row",
    graphId: "ten_steps",
    streamMode: "values",
    input: { topic: "Diwali" },
    event: "values",
    events: 11,
  },
  {
    id: "tokens",
    title: "A stream of 200 tokens",
    graphId: "tokens",
    streamMode: "messages-tuple",
    input: { messages: [{ role: "user", content: "Write about Diwali." }] },
    event: "messages",
    events: 200,
  },
] as const;

export type Workload = (typeof WORKLOADS)[number];
export type WorkloadId = Workload["id"];

export const CLIENT_COUNTS = [1, 10, 100] as const;

export function findWorkload(id: string): Workload {
  const workload = WORKLOADS.find((each) => each.id === id);
  if (workload === undefined) throw new Error(`No workload ${id}`);
  return workload;
}
