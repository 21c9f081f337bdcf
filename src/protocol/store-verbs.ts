import type { StoreVerbs } from "../http/verbs/store.ts";
import { createDeleteItem, createPutItem } from "../store/change-item.ts";
import { createGetItem, createListStoreNamespaces, createSearchStore } from "../store/read-items.ts";
import type { Parts } from "./parts.ts";

export function toStoreVerbs({ openStoreScope: openScope }: Parts): StoreVerbs {
  return {
    put: createPutItem({ openScope }),
    get: createGetItem({ openScope }),
    delete: createDeleteItem({ openScope }),
    search: createSearchStore({ openScope }),
    namespaces: createListStoreNamespaces({ openScope }),
  };
}
