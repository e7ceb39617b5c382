import { HttpPool } from './http-pool.mjs';
import { bodyOf, signedRequest, textItem } from './webhooks.mjs';

const LOST_AFTER_MS = 20_000;
const FIRST_PARTICIPANT = 5_000_000_000_000_000;

/** People who write to the accounts, each a conversation of their own, and wait for the answer. */
export class Customers {
  #pool;
  #secret;
  #waiting = new Map();
  #people;
  #turn = 0;

  constructor({ url, graph, secret, accounts, count, connections }) {
    this.#pool = new HttpPool(url, connections);
    this.#secret = secret;
    this.#people = Array.from({ length: count }, (_, index) => ({
      id: String(FIRST_PARTICIPANT + index),
      account: accounts[index % accounts.length],
    }));
    graph.onSend = ({ participant, at }) => {
      this.#waiting.get(participant)?.(at);
      this.#waiting.delete(participant);
    };
  }

  get count() {
    return this.#people.length;
  }

  /** The next one, round and round, writes. Resolves with the time at which Graph was asked to send the answer. */
  async nextWrites() {
    const person = this.#people[this.#turn++ % this.#people.length];
    const answered = this.#answerTo(person);
    answered.catch(() => undefined); // looked at below, unless the webhook itself was refused
    const body = bodyOf(person.account, [textItem(person.account, person.id, `message ${this.#turn}`)]);
    const status = await this.#pool.post(signedRequest(body, this.#secret));
    if (status !== 200) throw new Error(`A webhook was answered with ${status}.`);
    return answered;
  }

  close() {
    this.#pool.close();
  }

  #answerTo({ id }) {
    return new Promise((resolve, reject) => {
      const lost = setTimeout(() => reject(new Error(`No answer within ${LOST_AFTER_MS} ms.`)), LOST_AFTER_MS);
      this.#waiting.set(id, (at) => {
        clearTimeout(lost);
        resolve(at);
      });
    });
  }
}

/** Each of `inFlight` writes again as soon as somebody was answered. Resolves with the answers within `seconds`. */
export async function closedLoop(customers, { inFlight, seconds }) {
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > seconds * 1_000;
  let answers = 0;
  const run = async () => {
    while (!isOver()) {
      await customers.nextWrites();
      answers++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, run));
  return { answers, seconds: (performance.now() - startedAt) / 1_000 };
}

/** Everyone writes once more; at first, so that conversations exist. */
export async function greetAll(customers, inFlight) {
  let left = customers.count;
  const run = async () => {
    while (left-- > 0) await customers.nextWrites();
  };
  await Promise.all(Array.from({ length: inFlight }, run));
}

/**
 * Messages at a fixed rate, whatever becomes of those before. Resolves with the delays (ms), each from the moment at
 * which the message was due, so that a stall is not hidden.
 */
export async function openLoop(customers, { perSecond, seconds }) {
  const startedAt = performance.now();
  const delays = [];
  for (let index = 0; index < perSecond * seconds; index++) {
    const dueAt = startedAt + (index * 1_000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    const answered = customers.nextWrites().then((at) => at - dueAt);
    answered.catch(() => undefined); // looked at below
    delays.push(answered);
  }
  return Promise.all(delays);
}
