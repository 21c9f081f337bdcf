import type { PutOperation } from "@langchain/langgraph-checkpoint";
import { AppError } from "../domain/errors.ts";
import { toWireJson } from "../log/wire.ts";
import { toIndexedTexts, toPlainWords, type IndexedText } from "./indexed-text.ts";
import { toPlainText } from "./jsonb-text.ts";
import { checkAddressLength, toPath, toPathIfStorable } from "./namespace.ts";
import { toItemWords, type SearchWords } from "./search-words.ts";
import type { TenantScope } from "./tenant-scope.ts";

/** `ttl` in minutes; absent or null is the configured default. */
export type ItemPut = PutOperation & { ttl?: number | null | undefined };

type Address = { path: string; key: string };
export type NewItem = Address & {
  json: string;
  ttl: number | null;
  texts: IndexedText[];
  /** null when vectors stand in for them. */
  words: SearchWords | null;
};
export type ItemChanges = { puts: NewItem[]; deletes: Address[] };

/** Of two changes to an item the later one counts. */
export function toItemChanges(scope: TenantScope, operations: readonly ItemPut[]): ItemChanges {
  const last = new Map<string, NewItem | Address>();
  for (const operation of operations) {
    const change = toChange(scope, operation);
    if (change !== undefined) last.set(`${change.path}\0${change.key}`, change);
  }
  const changes = [...last.values()];
  return {
    puts: changes.filter((change) => "json" in change),
    deletes: changes.filter((change) => !("json" in change)),
  };
}

function toChange({ index, ttl }: TenantScope, operation: ItemPut): NewItem | Address | undefined {
  const { namespace, value } = operation;
  const key = toPlainText(operation.key);
  if (value === null) {
    const path = toPathIfStorable(namespace);
    return path === undefined ? undefined : { path, key };
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new AppError("validation_failed", "value: the value of an item is a JSON object", {
      errors: [{ path: "value", message: "must be an object" }],
    });
  }
  const path = toPath(namespace);
  checkAddressLength(path, key);
  const json = toWireJson(value);
  // What is found is what is kept: messages are flat by now, text is what jsonb can hold.
  const kept: object = JSON.parse(json);
  const texts = toIndexedTexts(kept, operation.index, index?.fields ?? ["$"]);
  return {
    path,
    key,
    json,
    ttl: toMinutes(operation.ttl ?? ttl.defaultTtl),
    texts,
    words: index === null || texts.length === 0 ? toItemWords(toPlainWords(kept, texts)) : null,
  };
}

function toMinutes(ttl: number | null): number | null {
  if (ttl === null || (Number.isFinite(ttl) && ttl > 0)) return ttl;
  throw new AppError("validation_failed", "ttl: the time an item lives is a number of minutes above 0", {
    errors: [{ path: "ttl", message: "must be above 0" }],
  });
}
