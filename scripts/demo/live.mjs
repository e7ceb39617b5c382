import { setTimeout as delay } from 'node:timers/promises';

const HEARD_MS = 15_000;

/** A member’s open stream: what they are told as it happens. */
export class LiveStream {
  /** `{ type, subjectId, conversationId, data }`, in the order of telling. */
  heard = [];
  #abort = new AbortController();
  #ended;

  static async open(url) {
    const stream = new LiveStream();
    const answer = await fetch(url, { signal: stream.#abort.signal });
    if (!answer.ok) throw new Error(`The live stream answered ${answer.status}.`);
    stream.#ended = stream.#read(answer.body).catch((error) => {
      if (!stream.#abort.signal.aborted) throw error;
    });
    return stream;
  }

  /** Resolves with the first event of the type that fits. */
  async hears(type, fits = () => true) {
    for (const startedAt = Date.now(); Date.now() - startedAt < HEARD_MS; await delay(20)) {
      const event = this.heard.find((one) => one.type === type && fits(one));
      if (event !== undefined) return event;
    }
    throw new Error(`The live stream did not tell of ${type}.`);
  }

  async close() {
    this.#abort.abort();
    await this.#ended;
  }

  async #read(body) {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body) {
      const blocks = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#note(block);
    }
  }

  #note(block) {
    const [, data] = /^data: (.+)$/m.exec(block) ?? [];
    const event = data === undefined ? {} : JSON.parse(data);
    if (event.type !== undefined) this.heard.push(event);
  }
}
