import type {
  StoreDelete,
  StoreGet,
  StoreItem,
  StoreNamespaces,
  StorePut,
  StoreSearch,
} from "../../domain/store.ts";
import type { Call } from "./call.ts";

export type StoreVerbs = {
  put(call: Call<StorePut>): Promise<void>;
  get(call: Call<StoreGet>): Promise<StoreItem | null>;
  delete(call: Call<StoreDelete>): Promise<void>;
  /** The latest changed first; with a query the best first. */
  search(call: Call<StoreSearch>): Promise<StoreItem[]>;
  namespaces(call: Call<StoreNamespaces>): Promise<string[][]>;
};
