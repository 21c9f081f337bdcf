/** What the HTTP room needs to know of the configuration. */
export type HttpSettings = {
  /** Version of this service, as its package says. */
  version: string;
  /** Version of `@langchain/langgraph`. */
  langgraphVersion: string;
  /** null: no key is asked for; the service then binds loopback only and every caller is the local tenant. */
  apiKey: string | null;
  /** The address it binds. */
  host: string;
  /** The address people use when it differs, e.g. "https://raptor.example.com". */
  url: string | null;
  /** Names accepted in the Host header beside loopback, the bound address and that of `url`. */
  hosts: readonly string[];
  /** Browser origins accepted beside loopback and Studio; "*" accepts all. */
  origins: readonly string[];
};
