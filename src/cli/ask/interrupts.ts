import type { Interrupt } from "../../domain/interrupt.ts";
import { isRecord, readText } from "../../domain/record.ts";

/** The interrupts inside the data of a `values` or `updates` event. */
export function toInterrupts(data: unknown): Interrupt[] {
  if (!isRecord(data) || !Array.isArray(data["__interrupt__"])) return [];
  return data["__interrupt__"]
    .filter(isRecord)
    .map((each) => ({ id: readText(each, "id") ?? "", value: each["value"] }));
}
