import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { isLoopbackAddress, isPublicAddress } from './address-rules';
import { Refusal } from './refusal';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** All addresses that a name leads to. @throws what the system's look-up throws. */
export type LookUp = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export const systemLookUp: LookUp = (hostname) => lookup(hostname, { all: true, verbatim: true });

export interface ResolverOptions {
  lookUp: LookUp;
  /** For tests alone, whose servers are on this machine. */
  allowLoopback: boolean;
}

/** The addresses of an origin that the operator has set, wherever they are. */
export async function resolveAny(hostname: string, { lookUp }: ResolverOptions): Promise<readonly ResolvedAddress[]> {
  return literalOf(hostname) ?? (await lookUp(hostname));
}

/**
 * The addresses to connect to, and none but these: a name may lead elsewhere when it is asked again.
 * @throws Refusal when any of them is not public, since the server of the name would choose which one is taken.
 */
export async function resolvePublic(
  hostname: string,
  { lookUp, allowLoopback }: ResolverOptions,
): Promise<readonly ResolvedAddress[]> {
  const addresses = literalOf(hostname) ?? (await lookUp(hostname));
  const own = ownAddresses();
  for (const { address } of addresses) {
    if (allowLoopback && isLoopbackAddress(address)) continue;
    if (!isPublicAddress(address) || own.has(address)) throw new Refusal('private-address');
  }
  if (addresses.length === 0) throw new Refusal('private-address');
  return addresses;
}

/** Of a URL's host that is an address already, which no look-up would see. */
function literalOf(hostname: string): ResolvedAddress[] | null {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (!ipaddr.isValid(address)) return null;
  return [{ address, family: ipaddr.parse(address).kind() === 'ipv6' ? 6 : 4 }];
}

/** A machine may have a public address and services behind a firewall that only sees what comes from outside. */
function ownAddresses(): Set<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)));
}
