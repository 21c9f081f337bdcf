import { z } from "zod";

const DROPPABLE = ["temperature", "reasoning_effort", "stream_options", "response_format"];

const Refusal = z.object({ error: z.object({ param: z.enum(DROPPABLE), code: z.string().nullish() }) });

/** The optional parameter for which a provider refused a request (400), or null when that was not the reason. */
export async function toRefusedParameter(response: Response): Promise<string | null> {
  if (response.status !== 400) return null;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const refusal = Refusal.safeParse(body);
  if (!refusal.success || !(refusal.data.error.code ?? "unsupported").startsWith("unsupported")) return null;
  return refusal.data.error.param;
}

/** The request body without one parameter; null when it did not hold it. */
export function withoutParameter(body: unknown, parameter: string): string | null {
  if (typeof body !== "string") return null;
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== "object" || parsed === null || !(parameter in parsed)) return null;
  return JSON.stringify(Object.fromEntries(Object.entries(parsed).filter(([name]) => name !== parameter)));
}
