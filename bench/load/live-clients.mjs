import { Agent, get } from 'node:http';

const SENT_AT = /"sentAt":([\d.]+)/g;
const OPENED_AT_ONCE = 50;

/** Browsers that follow a live stream, and how long after they were told each event reached them. */
export class LiveClients {
  /** In ms, one for each event and client. */
  delays = [];
  #agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  #requests = [];

  /** @param urlOf gives the address for the client of this number; tickets are for one connection each */
  async open(count, urlOf) {
    for (let first = 0; first < count; first += OPENED_AT_ONCE) {
      const numbers = Array.from({ length: Math.min(OPENED_AT_ONCE, count - first) }, (_, index) => first + index);
      await Promise.all(numbers.map(async (number) => this.#follow(await urlOf(number))));
    }
  }

  /** Resolves once so many have arrived. */
  async heard(count, withinMs) {
    for (const startedAt = performance.now(); this.delays.length < count;) {
      if (performance.now() - startedAt > withinMs)
        throw new Error(`${this.delays.length} of ${count} events arrived within ${withinMs} ms.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  close() {
    for (const request of this.#requests) request.destroy();
    this.#agent.destroy();
  }

  /** Resolves with its greeting. */
  #follow(url) {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: this.#agent }, (response) => {
        if (response.statusCode !== 200) return reject(new Error(`A stream answered ${response.statusCode}.`));
        let rest = '';
        response.setEncoding('latin1').on('data', (text) => {
          const end = (rest += text).lastIndexOf('\n\n');
          this.#note(rest.slice(0, end + 1));
          rest = rest.slice(end + 1);
          resolve();
        });
      });
      // Broken by `close`, or before it stood.
      request.on('error', reject);
      this.#requests.push(request);
    });
  }

  #note(blocks) {
    for (const [, sentAt] of blocks.matchAll(SENT_AT)) this.delays.push(performance.now() - Number(sentAt));
  }
}
