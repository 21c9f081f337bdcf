import { BlockList, isIPv6 } from "node:net";
import { AppError } from "../domain/errors.ts";

/** Says which addresses a webhook may go to. */
export type AddressGuard = { admits(address: string): boolean };

type Range = readonly [network: string, prefix: number];

/** Whatever is not the public internet: this host, private and link-local networks, multicast, documentation. */
const CLOSED_V4: readonly Range[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
const CLOSED_V6: readonly Range[] = [
  ["::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
];
/** Stands before an IPv4 address that is reached by way of IPv6. */
const TRANSLATED = "64:ff9b::";
const LOOPBACK = ["127.0.0.0/8", "::1/128"];

type GuardOptions = {
  /** Not public, and allowed all the same: addresses and networks such as "10.1.0.0/16". */
  allowed: readonly string[];
  /** Whether programs on this machine may be reached. */
  loopback: boolean;
};

/** Throws `config_invalid` for what is no address or network. */
export function createAddressGuard({ allowed, loopback }: GuardOptions): AddressGuard {
  const closed = new BlockList();
  for (const [network, prefix] of CLOSED_V4) {
    closed.addSubnet(network, prefix, "ipv4");
    closed.addSubnet(`${TRANSLATED}${network}`, 96 + prefix, "ipv6");
  }
  for (const [network, prefix] of CLOSED_V6) closed.addSubnet(network, prefix, "ipv6");
  const open = new BlockList();
  for (const text of [...allowed, ...(loopback ? LOOPBACK : [])]) addRange(open, text);
  return {
    admits(address) {
      const family = isIPv6(address) ? "ipv6" : "ipv4";
      return open.check(address, family) || !closed.check(address, family);
    },
  };
}

function addRange(list: BlockList, text: string): void {
  const [network = "", prefix] = text.split("/", 2);
  const isSix = isIPv6(network);
  try {
    list.addSubnet(network, Number(prefix ?? (isSix ? 128 : 32)), isSix ? "ipv6" : "ipv4");
  } catch (cause) {
    throw new AppError(
      "config_invalid",
      `webhooks.url.allowed_addresses: "${text}" is no address or network`,
      {
        fix: 'Write e.g. "10.1.0.0/16" or "192.168.1.20".',
        cause,
      },
    );
  }
}
