import ipaddr from 'ipaddr.js';

/** All that is routed on the internet under IPv6, but for the parts in it that have a purpose of their own. Source: RFC 4291. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** A public number that a cloud answers inside of it. Source: Microsoft Azure, "What is IP address 168.63.129.16?" */
const CLOUD_SERVICES: readonly string[] = ['168.63.129.16'];

/**
 * Whether the address, in its usual spelling, belongs to the public internet: no loopback, private, link-local, shared
 * (CGNAT), multicast, documentation or reserved range, and none that carries another address in it (mapped, NAT64, 6to4,
 * Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%') || CLOUD_SERVICES.includes(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST);
}

export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';
}
