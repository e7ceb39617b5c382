import { Listener } from './live-desk';

/** A browser's EventSource, as far as tests need it. */
export class EventSource {
  private readonly listener = new Listener();
  private readonly abort = new AbortController();
  private done: Promise<void> | undefined;

  private constructor(readonly status: number) {}

  static async open(url: string, headers: Record<string, string> = {}): Promise<EventSource> {
    const abort = new AbortController();
    const answer = await fetch(url, { headers, signal: abort.signal });
    const source = new EventSource(answer.status);
    source.abort.signal.addEventListener('abort', () => abort.abort());
    source.done = source.read(answer);
    return source;
  }

  get events(): Listener['events'] {
    return this.listener.events;
  }

  get lastId(): string {
    return this.listener.lastId ?? '';
  }

  /** Resolves once it has ended, by whichever side. */
  async ended(): Promise<void> {
    await this.done;
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.done;
  }

  private async read(answer: Response): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of answer.body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const end = text.lastIndexOf('\n\n');
        if (end < 0) continue;
        this.listener.write(text.slice(0, end));
        text = text.slice(end + 2);
      }
    } catch (error) {
      if (!this.abort.signal.aborted && !(error instanceof TypeError)) throw error;
    }
  }
}
