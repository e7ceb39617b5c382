import { promisify } from 'node:util';
import type { LookupAddress } from 'node:dns';
import { PublicAddresses } from './public-addresses';
import type { LookUp } from './resolver';

const leadsTo =
  (...addresses: string[]): LookUp =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
const check = (url: string, lookUp: LookUp = leadsTo('93.184.216.34')) =>
  new PublicAddresses({ lookUp }).problemOf(new URL(url));

describe('an address of the public internet', () => {
  it.each(['https://models.example/v1', 'https://models.example:8443/v1', 'https://93.184.216.34/v1'])(
    '%s is one',
    async (url) => {
      expect(await check(url)).toBeNull();
    },
  );

  it.each([
    'http://models.example/v1',
    'ftp://models.example/v1',
    'https://user@models.example/v1',
    'https://models.example:22/v1',
    'https://127.0.0.1/v1',
    'https://2130706433/v1',
    'https://0x7f.1/v1',
    'https://[::ffff:127.0.0.1]/v1',
    'https://169.254.169.254/',
    'https://100.64.0.1/',
  ])('%s is none', async (url) => {
    expect(await check(url)).not.toBeNull();
  });

  it.each(['10.0.0.1', '192.168.1.1', 'fd00::1', '127.0.0.1'])('a name that leads to %s is none', async (address) => {
    expect(await check('https://models.example/v1', leadsTo(address))).not.toBeNull();
    expect(await check('https://models.example/v1', leadsTo('93.184.216.34', address))).not.toBeNull();
  });

  it('may have a name that nobody knows yet', async () => {
    expect(await check('https://models.example/v1', () => Promise.reject(new Error('ENOTFOUND')))).toBeNull();
  });

  it('is looked up and checked again for each connection: a name may lead elsewhere by then', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']];
    const addresses = new PublicAddresses({ lookUp: () => leadsTo(...(answers.shift() ?? []))('x') });
    const lookup = promisify((name: string, done: (error: Error | null, found: string | LookupAddress[]) => void) =>
      addresses.lookup(name, { all: true }, done),
    );
    expect(await lookup('models.example')).toEqual([{ address: '93.184.216.34', family: 4 }]);
    await expect(lookup('models.example')).rejects.toThrow();
  });
});
