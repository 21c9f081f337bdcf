import { type ErrorCode, isAppError } from "../../domain/errors.ts";
import type { CallContext } from "../../domain/principal.ts";
import { isRecord } from "../../domain/record.ts";
import type { ProtocolVerbs } from "../verbs.ts";

type Deps = { verbs: ProtocolVerbs; ctx: CallContext };

/** What an assistant's graph takes as JSON Schema; `schema` is null where that cannot be described. */
export type InputSchema = { schema: Record<string, unknown> | null };

const ABSENT: readonly ErrorCode[] = ["assistant_not_found", "not_found", "forbidden"];

/** null for an assistant that cannot be used: its graph is not served any more, or it is not for this caller. */
export async function findInputSchema(
  { verbs, ctx }: Deps,
  assistantId: string,
): Promise<InputSchema | null> {
  try {
    const schemas = await verbs.assistants.schemas({ ctx, input: { assistantId } });
    const schema: unknown = "input_schema" in schemas ? schemas.input_schema : null;
    return { schema: isRecord(schema) ? schema : null };
  } catch (error) {
    if (ABSENT.some((code) => isAppError(error, code))) return null;
    throw error;
  }
}

/** Whether one can talk to it; a graph whose input cannot be described may take messages. */
export function takesMessages({ schema }: InputSchema): boolean {
  const properties = schema?.["properties"];
  return isRecord(properties) ? "messages" in properties : true;
}
