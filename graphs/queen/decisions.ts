import { z } from "zod";

const Decision = z.discriminatedUnion("type", [
  z.object({ type: z.literal("approve") }),
  z.object({ type: z.literal("reject"), message: z.string().optional() }),
  z.object({
    type: z.literal("edit"),
    edited_action: z.object({ name: z.string().optional(), args: z.record(z.string(), z.unknown()) }),
  }),
]);
export type Decision = z.infer<typeof Decision>;

const Decisions = z.object({ decisions: z.array(Decision).min(1) });

type ReadDecisions = { decisions: Decision[]; complaint: null } | { decisions: null; complaint: string };

/** One decision for each action, in their order; a single approval or rejection may stand for all. */
export function readDecisions(resume: unknown, actions: string[]): ReadDecisions {
  const parsed = Decisions.safeParse(resume);
  if (!parsed.success) return refuse(describe(resume));
  const { decisions } = parsed.data;
  const [only] = decisions;
  if (decisions.length === 1 && actions.length > 1 && only !== undefined && only.type !== "edit") {
    return { decisions: actions.map(() => only), complaint: null };
  }
  if (decisions.length !== actions.length) {
    return refuse(`There are ${actions.length} actions but ${decisions.length} decisions.`);
  }
  const renamed = decisions.findIndex(
    (decision, index) =>
      decision.type === "edit" && ![undefined, actions[index]].includes(decision.edited_action.name),
  );
  if (renamed !== -1)
    return refuse(`An edit may change what ${actions[renamed]} gets, not which action it is.`);
  return { decisions, complaint: null };
}

function describe(resume: unknown): string {
  if (typeof resume === "string") return "That was plain text and not a decision.";
  return "That was not a list of decisions.";
}

function refuse(reason: string): ReadDecisions {
  return {
    decisions: null,
    complaint: `${reason} Answer with {"decisions": [{"type": "approve"}]}; the types are approve, edit and reject.`,
  };
}
