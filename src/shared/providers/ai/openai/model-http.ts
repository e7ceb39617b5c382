import { Agent } from 'undici';
import { PublicAddresses } from '../../http-fetch';
import type { AiProviderSettings } from '../provider-settings';

const CONNECT_TIMEOUT_MS = 3_000;
/** Source: Fetch Standard, "null body status". */
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** The answer is longer than any that was asked for. */
export class AnswerTooLarge extends Error {
  constructor() {
    super('The answer is too large.');
    this.name = 'AnswerTooLarge';
  }
}

/** The address is not one that this provider may have. */
export class AddressRefused extends Error {
  constructor(cause: unknown) {
    super('The address is refused.', { cause });
    this.name = 'AddressRefused';
  }
}

export interface ModelHttpOptions {
  reach: AiProviderSettings['reach'];
  /** Of the answer at this path. */
  maxBytesOf: (path: string) => number;
  /** For tests alone, whose servers are on this machine. */
  allowLoopback?: boolean;
}

/**
 * What the vendor's client sends by: answers are read whole and capped, the signal ends everything, redirects are not
 * followed, and an address that a user gave is looked up and checked for each connection.
 */
export class ModelHttp {
  private readonly agent: Agent;
  private readonly addresses: PublicAddresses | null;

  constructor(private readonly options: ModelHttpOptions) {
    this.addresses =
      options.reach === 'any' ? null : new PublicAddresses({ allowLoopback: options.allowLoopback === true });
    this.agent = new Agent({
      connect: {
        timeout: CONNECT_TIMEOUT_MS,
        ...(this.addresses === null ? {} : { lookup: this.addresses.lookup }),
      },
      keepAliveTimeout: 30_000,
      // One clock for everything: the signal.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Has the shape of the platform's `fetch`, as far as the vendor's client uses it. */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    await this.check(url);
    // Reads any body, forms included, into bytes and a content type.
    const sent = new Request(url, { ...init, method: init.method ?? 'GET' });
    const answer = await this.agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: sent.method === 'POST' ? 'POST' : 'GET',
      headers: Object.fromEntries(sent.headers),
      ...(sent.body === null ? {} : { body: Buffer.from(await sent.arrayBuffer()) }),
      ...(init.signal === undefined || init.signal === null ? {} : { signal: init.signal }),
    });
    const body = await read(answer.body, this.options.maxBytesOf(url.pathname));
    const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    );
    return new Response(NO_BODY.has(answer.statusCode) ? null : body, { status: answer.statusCode, headers });
  };

  /** Lets calls that are under way end first. */
  close(): Promise<void> {
    return this.agent.close();
  }

  abort(): Promise<void> {
    return this.agent.destroy();
  }

  private async check(url: URL): Promise<void> {
    if (this.addresses === null) return;
    try {
      await this.addresses.check(url);
    } catch (cause) {
      throw new AddressRefused(cause);
    }
  }
}

async function read(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
