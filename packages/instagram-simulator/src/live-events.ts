/** What the page hears over server-sent events. */
export type LiveEvent =
  | { readonly type: 'world' }
  | { readonly type: 'thread'; readonly account: string; readonly customer: string }
  | {
      readonly type: 'typing';
      readonly account: string;
      readonly customer: string;
      readonly by: 'account' | 'customer';
      readonly on: boolean;
    }
  | { readonly type: 'clock'; readonly now: number };

type Listener = (event: LiveEvent) => void;

export class LiveEvents {
  private readonly listeners = new Set<Listener>();

  publish(event: LiveEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
