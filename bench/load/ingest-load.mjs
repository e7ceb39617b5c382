import { HttpPool } from './http-pool.mjs';
import { bodyOf, newMid, signedRequest, textItem } from './webhooks.mjs';

const CONNECTIONS = 48;
const PEOPLE = 5_000;
/** Every 10th webhook was delivered before; every 20th brings 20 messages, several of them for one conversation. */
const DUPLICATE_EVERY = 10;
const BATCH_EVERY = 20;
const BATCH_ITEMS = 20;
const PEOPLE_OF_BATCH = 8;

/** Webhooks for ingest, without regard to answers. */
export class IngestLoad {
  #pool;
  #secret;
  #accounts;
  #made = 0;
  #previous = '';

  constructor({ url, secret, accounts }) {
    this.#pool = new HttpPool(url, CONNECTIONS);
    this.#secret = secret;
    this.#accounts = accounts;
  }

  /** As fast as acknowledgements come. Resolves with their number and the delay of each in ms. */
  async run(seconds) {
    const startedAt = performance.now();
    const delays = [];
    const post = async () => {
      while (performance.now() - startedAt < seconds * 1_000) {
        const request = this.#next();
        const sentAt = performance.now();
        const status = await this.#pool.post(request);
        if (status !== 200) throw new Error(`A webhook was answered with ${status}.`);
        delays.push(performance.now() - sentAt);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, post));
    return { acks: delays.length, seconds: (performance.now() - startedAt) / 1_000, delays };
  }

  close() {
    this.#pool.close();
  }

  #next() {
    const made = ++this.#made;
    if (made % DUPLICATE_EVERY === 0) return this.#previous;
    const account = this.#accounts[made % this.#accounts.length];
    const items = Array.from({ length: made % BATCH_EVERY === 1 ? BATCH_ITEMS : 1 }, (_, index) => {
      const person = (made + (index % PEOPLE_OF_BATCH)) % PEOPLE;
      return textItem(account, String(5_000_000_000_000_000 + person), `message ${made}.${index}`, newMid());
    });
    this.#previous = signedRequest(bodyOf(account, items), this.#secret);
    return this.#previous;
  }
}
