import type { z } from "zod";
import type { CallContext } from "../domain/principal.ts";
import { applyFieldPlan, type FieldPlan, toFieldPlan } from "./field-plan.ts";
import type { HttpSettings } from "./http-settings.ts";
import type { Health, HttpMetrics } from "./ports.ts";
import type { RawQuery } from "./query.ts";
import type { Reply } from "./reply.ts";
import { validate } from "./validate.ts";
import type { Verbs } from "./verbs.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** "public" answers anyone; "caller" asks for the API key when there is one. */
export type Access = "public" | "caller";

/** What the success reply looks like, for the API description. */
export type ReplyShape = {
  status: 200 | 202 | 204;
  description: string;
  contentType?: "application/json" | "text/event-stream" | "text/html";
  schema?: z.ZodType;
  /** The reply lasts as long as the run, so HEAD, which would wait for nothing, is refused. */
  isLive?: true;
};

/** What routes about the service itself read. */
export type ServiceFacts = {
  settings: HttpSettings;
  health: Health;
  metrics: HttpMetrics;
  /** The API description, built once. */
  openApi(): object;
};

type CallFacts = { verbs: Verbs; service: ServiceFacts; ctx: CallContext; request: Request };

export type RouteCall<Body, Query, Params> = CallFacts & { body: Body; query: Query; params: Params };

export type RawCall = CallFacts & { body: unknown; query: RawQuery; params: Record<string, string> };

type Definition<Body extends z.ZodType, Query extends z.ZodType, Params extends z.ZodType> = {
  method: Method;
  /** Hono's form: `/threads/:thread_id`. */
  path: string;
  access: Access;
  tag: string;
  summary: string;
  reply: ReplyShape;
  body?: Body;
  query?: Query;
  params?: Params;
  handle(call: RouteCall<z.output<Body>, z.output<Query>, z.output<Params>>): Reply | Promise<Reply>;
};

/** A route whose schemas are known to itself only: it takes what came over the wire. */
export type Route = {
  method: Method;
  path: string;
  access: Access;
  tag: string;
  summary: string;
  reply: ReplyShape;
  body: z.ZodType | undefined;
  query: z.ZodType | undefined;
  params: z.ZodType | undefined;
  answer(call: RawCall): Reply | Promise<Reply>;
};

export function defineRoute<
  Body extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Params extends z.ZodType = z.ZodUndefined,
>(definition: Definition<Body, Query, Params>): Route {
  const { handle, body, query, params, ...facts } = definition;
  const plan = body === undefined ? undefined : toFieldPlan(body);
  return {
    ...facts,
    body,
    query,
    params,
    answer(call) {
      return handle({
        ...call,
        params: read(params, call.params),
        query: read(query, call.query),
        body: read(body, call.body, plan),
      });
    },
  };
}

function read<Schema extends z.ZodType>(schema: Schema | undefined, value: unknown, plan?: FieldPlan) {
  // Without a schema its type parameter is ZodUndefined.
  if (schema === undefined) return undefined as z.output<Schema>;
  if (plan !== undefined) applyFieldPlan(value, plan);
  return validate(schema, value);
}
