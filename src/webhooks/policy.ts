import { createAddressGuard, type AddressGuard } from "./address-guard.ts";
import { toWebhookHeaders } from "./headers.ts";

/** The `webhooks` key of langgraph.json, as it was read. */
export type WebhookSettings = {
  headers: Record<string, string>;
  envPrefix: string;
  url: {
    allowedDomains: string[] | null;
    allowedPorts: number[] | null;
    requireHttps: boolean | null;
    /** null: as the rest of the configuration suggests. */
    disableLoopback: boolean | null;
    maxUrlLength: number | null;
    /** Addresses and networks that are not public and may be reached all the same. */
    allowedAddresses: string[] | null;
  };
};

/** What webhooks may do, worked out once. */
export type WebhookPolicy = {
  /** Without it runs keep no webhook and nothing is sent. */
  enabled: boolean;
  /** Sent with each delivery. */
  headers: Readonly<Record<string, string>>;
  /** null: any. `*.example.com` means its subdomains. */
  allowedDomains: readonly string[] | null;
  /** null: any. */
  allowedPorts: readonly number[] | null;
  requireHttps: boolean;
  maxUrlLength: number;
  /** Whether `/path` is delivered to this service itself. */
  relative: boolean;
  addresses: AddressGuard;
};

type Surroundings = {
  settings: WebhookSettings | null;
  /** Where `${{ env.NAME }}` of a header is looked up. */
  environment: Readonly<Record<string, string | undefined>>;
  /** `http.disable_webhooks`. */
  disabled: boolean;
  /** Callers have to show who they are: a key, or custom auth. */
  hasAuth: boolean;
  /** The service itself can be reached from this machine only. */
  isLocal: boolean;
};

const MAX_URL_LENGTH = 2_048;
const NO_SETTINGS: WebhookSettings = {
  headers: {},
  envPrefix: "",
  url: {
    allowedDomains: null,
    allowedPorts: null,
    requireHttps: null,
    disableLoopback: null,
    maxUrlLength: null,
    allowedAddresses: null,
  },
};

/**
 * Unless the configuration says otherwise, this service and other programs on this machine are told of runs only where
 * whoever starts runs is on this machine anyway. Throws `config_invalid`.
 */
export function toWebhookPolicy({
  settings,
  environment,
  disabled,
  hasAuth,
  isLocal,
}: Surroundings): WebhookPolicy {
  const { headers, envPrefix, url } = settings ?? NO_SETTINGS;
  return {
    enabled: !disabled,
    headers: toWebhookHeaders(headers, { prefix: envPrefix, environment }),
    allowedDomains: url.allowedDomains?.map((domain) => domain.toLowerCase()) ?? null,
    allowedPorts: url.allowedPorts,
    requireHttps: url.requireHttps ?? false,
    maxUrlLength: url.maxUrlLength ?? MAX_URL_LENGTH,
    relative: url.disableLoopback === null ? !hasAuth : !url.disableLoopback,
    addresses: createAddressGuard({
      allowed: url.allowedAddresses ?? [],
      loopback: isLocal && !hasAuth && url.disableLoopback !== true,
    }),
  };
}
