import { isIPv6 } from 'node:net';

const GROUPS_OF_A_CUSTOMER = 4;

/** What one customer of a provider holds: an IPv4 address, or the /64 of an IPv6 address. */
export function addressBlockOf(ip: string): string {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (v4 !== undefined || !isIPv6(ip)) return v4 ?? ip;
  const [head = '', tail = ''] = ip.split('%', 1).join('').split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = ip.includes('::') ? Array.from({ length: 8 - before.length - after.length }, () => '0') : [];
  const groups = [...before, ...zeros, ...after].slice(0, GROUPS_OF_A_CUSTOMER);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}
