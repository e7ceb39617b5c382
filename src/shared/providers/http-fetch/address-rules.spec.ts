import { isLoopbackAddress, isPublicAddress } from './address-rules';

describe('addresses', () => {
  it.each([
    '1.1.1.1',
    '93.184.215.14',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ['this network', ['0.0.0.0', '0.1.2.3']],
    ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd00:ec2::254']],
    ['link-local, with the metadata of clouds', ['169.254.169.254', '169.254.0.1', 'fe80::1', 'febf::1']],
    ['shared by a provider (CGNAT)', ['100.64.0.1', '100.127.255.255', '100.100.100.200']],
    ['multicast and broadcast', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1']],
    [
      'reserved and for documents',
      ['240.0.0.1', '192.0.0.192', '192.0.2.1', '198.18.0.1', '203.0.113.9', '2001:db8::1'],
    ],
    ['a service of the cloud', ['168.63.129.16']],
    ['unspecified', ['::']],
    ['IPv4 in IPv6', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:127.0.0.1']],
    ['NAT64', ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1']],
    ['tunnels', ['2002:7f00:1::', '2001::1']],
    ['unassigned or of the past', ['fec0::1', '100::1', '4000::1', '5f00::1', '3fff::1']],
    ['a zone', ['fe80::1%eth0', '2606:4700::1111%1']],
    ['no address', ['', 'localhost', '1.1.1.1.', '1.1.1.256', '1.1.1.1/8']],
  ])('%s is not public', (_, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  it('loopback is what it says', () => {
    const loopback = ['127.0.0.1', '127.8.8.8', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1', '10.0.0.1'].filter(
      isLoopbackAddress,
    );
    expect(loopback).toEqual(['127.0.0.1', '127.8.8.8', '::1']);
  });
});
