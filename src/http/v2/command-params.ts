import { z } from "zod";
import { RunCommand, RunConfig } from "../../domain/run.ts";
import type {
  AnswerOptions,
  CommandMethod,
  TapeSubscription,
  ThreadCommand,
} from "../../domain/thread-command.ts";
import { applyFieldPlan, toFieldPlan } from "../field-plan.ts";
import { RunBody, toRunCreate } from "../runs/run-body.ts";
import { validate } from "../validate.ts";

const namespace = z.array(z.string());
const metadata = z.record(z.string(), z.unknown()).nullish();

/** What a reader of the tape asks for; the body of the event stream and the parameters of a subscription. */
export const SubscriptionBody = z.object({
  channels: z.array(z.string()),
  namespaces: z.array(namespace).nullish(),
  depth: z.number().int().min(0).nullish(),
  since: z.number().int().min(0).nullish().describe("Number of the last event seen"),
  since_event_id: z.string().nullish().describe("Id of the last event seen"),
});

export function toSubscription(body: z.output<typeof SubscriptionBody>): TapeSubscription {
  const { channels, namespaces, depth, since, since_event_id } = body;
  return {
    channels,
    ...(namespaces ? { namespaces } : {}),
    ...(typeof depth === "number" ? { depth } : {}),
    ...(typeof since === "number" ? { since } : {}),
    ...(since_event_id ? { since_event_id } : {}),
  };
}

const Answer = z.object({ interrupt_id: z.string(), response: z.unknown().optional() });
const Options = z.object({
  update: RunCommand.shape.update,
  goto: RunCommand.shape.goto,
  config: RunConfig.nullish(),
  metadata,
  strict_resume: z.boolean().nullish(),
});
const Answers = Options.extend({
  responses: z.array(Answer).min(1).nullish(),
  interrupt_id: z.string().nullish(),
  response: z.unknown().optional(),
});

const Tree = z.object({ run_id: z.string().nullish() });
const State = z.object({ namespace: namespace.default([]), keys: z.array(z.string()).nullish() });
const Checkpoints = z.object({
  namespace: namespace.nullish(),
  limit: z.number().int().min(1).max(1_000).nullish(),
  before: z.string().nullish(),
});
const Fork = z.object({
  checkpoint_id: z.string().min(1),
  input: z.unknown().optional(),
  config: RunConfig.nullish(),
});
const Unsubscribe = z.object({ subscription_id: z.string() });

/** Without what a client may not say; the same rules as for the run of a REST call. */
function toClientConfig(config: RunConfig | null | undefined): RunConfig | null | undefined {
  return config ? toRunCreate(RunBody.parse({ assistant_id: "-", config })).config : config;
}

function toAnswers(
  params: z.output<typeof Answers>,
): Omit<Extract<ThreadCommand, { method: "input.respond" }>, "id"> {
  const { responses, interrupt_id, response, ...options } = params;
  const one = interrupt_id ? [{ interrupt_id, response }] : [];
  const checked: AnswerOptions = { ...options, config: toClientConfig(options.config) };
  return { method: "input.respond", responses: responses ?? one, options: checked };
}

type Bare<Command> = Command extends { id: number } ? Omit<Command, "id"> : never;
type Reader = (params: unknown) => Bare<ThreadCommand>;

function reader<Schema extends z.ZodType>(
  schema: Schema,
  toCommand: (params: z.output<Schema>) => Bare<ThreadCommand>,
): Reader {
  const plan = toFieldPlan(schema);
  return (params) => {
    if (plan !== undefined) applyFieldPlan(params, plan);
    return toCommand(validate(schema, params));
  };
}

/** Reads the parameters of each method. Throws `validation_failed`. */
export const COMMAND_READERS: Readonly<Record<CommandMethod, Reader>> = {
  "run.start": reader(RunBody, (params) => ({ method: "run.start", body: toRunCreate(params) })),
  "input.respond": reader(
    Answers.refine(({ responses, interrupt_id }) => Boolean(responses ?? interrupt_id), {
      path: ["interrupt_id"],
      message: "is required, here or in responses",
    }),
    toAnswers,
  ),
  "agent.getTree": reader(Tree, ({ run_id }) => ({ method: "agent.getTree", ...(run_id ? { run_id } : {}) })),
  "state.get": reader(State, ({ namespace: ns, keys }) => ({
    method: "state.get",
    namespace: ns,
    ...(keys ? { keys } : {}),
  })),
  "state.listCheckpoints": reader(Checkpoints, ({ namespace: ns, limit, before }) => ({
    method: "state.listCheckpoints",
    ...(ns ? { namespace: ns } : {}),
    ...(typeof limit === "number" ? { limit } : {}),
    ...(before ? { before } : {}),
  })),
  "state.fork": reader(Fork, ({ checkpoint_id, input, config }) => ({
    method: "state.fork",
    checkpoint_id,
    input,
    config: toClientConfig(config),
  })),
  "subscription.subscribe": reader(SubscriptionBody, (params) => ({
    method: "subscription.subscribe",
    subscription: toSubscription(params),
  })),
  "subscription.unsubscribe": reader(Unsubscribe, ({ subscription_id }) => ({
    method: "subscription.unsubscribe",
    subscription_id,
  })),
};
