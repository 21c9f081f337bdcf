import { v5, v7, validate } from "uuid";

/** The one tenant that exists until accounts do. It lives behind the same wall as any other. */
export const LOCAL_TENANT_ID = "00000000-0000-7000-8000-000000000001";

const X500_NAMESPACE = "6ba7b821-9dad-11d1-80b4-00c04fd430c8";

export type NewId = () => string;

/** UUID version 7: ids sort by the time they were made. */
export const newId: NewId = () => v7();

export function isUuid(text: string): boolean {
  return validate(text);
}

/** The id of a graph's default assistant (PROTOCOL 1.4). */
export function toAssistantId(graphId: string): string {
  return v5(graphId, X500_NAMESPACE);
}
