import type { LookupFunction } from 'node:net';
import { Refusal } from './refusal';
import { type LookUp, resolvePublic, type ResolverOptions, systemLookUp } from './resolver';

const FIRST_FREE_PORT = 1024;

/**
 * The address rules of `HttpFetch` for clients that hold connections of their own: `check` before each request, `lookup`
 * as the look-up of each connection, so that a name cannot lead elsewhere in between.
 */
export class PublicAddresses {
  private readonly resolver: ResolverOptions;

  /** `allowLoopback`: for tests alone; production never sets it. */
  constructor({ lookUp = systemLookUp, allowLoopback = false }: { lookUp?: LookUp; allowLoopback?: boolean } = {}) {
    this.resolver = { lookUp, allowLoopback };
  }

  /** https, no user or password, a usual or free port, and no address that is not public. @throws Refusal. */
  async check(url: URL): Promise<void> {
    if (url.protocol !== 'https:' && !(this.resolver.allowLoopback && url.protocol === 'http:'))
      throw new Refusal('scheme');
    if (url.username !== '' || url.password !== '') throw new Refusal('credentials');
    if (!['', '443'].includes(url.port) && Number(url.port) < FIRST_FREE_PORT) throw new Refusal('port');
    await resolvePublic(url.hostname, this.resolver);
  }

  /** In words for who gave the address; null: it can be called. A name that nobody knows yet is no problem here. */
  async problemOf(url: URL): Promise<string | null> {
    try {
      await this.check(url);
      return null;
    } catch (error) {
      return error instanceof Refusal ? (url.protocol === 'http:' ? 'must be https' : error.message) : null;
    }
  }

  readonly lookup: LookupFunction = (hostname, { all }, callback) => {
    resolvePublic(hostname, this.resolver).then(
      (addresses) => {
        const [first] = addresses;
        if (all === true || first === undefined) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error('not resolved'), []),
    );
  };
}
