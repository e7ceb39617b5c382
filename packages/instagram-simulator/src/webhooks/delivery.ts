import type { WebhookKind } from '../faults/fault';
import type { Ordered } from '../ordered-log';
import type { WebhookEvent } from './webhook-event';

export type DeliveryOutcome =
  'acknowledged' | 'retrying' | 'given-up' | 'lost' | 'held' | 'not-subscribed' | 'no-callback';

/** One attempt to deliver a webhook, or the reason why there was none. */
export interface Delivery extends Ordered {
  readonly account: string;
  readonly events: readonly {
    readonly kind: WebhookKind;
    readonly customer?: string;
    readonly mid?: string;
  }[];
  /** 1 for the first attempt; 0 when nothing was posted. */
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
  /** What the callback answered; null when it did not. */
  readonly status: number | null;
  readonly error: string | null;
  readonly at: number;
  readonly durationMs: number;
  /** The raw body as posted; empty when nothing was. */
  readonly body: string;
}

/** The app's callback, as set in Meta's dashboard. */
export interface Callback {
  readonly url: string;
  readonly verifyToken: string;
}

export interface PostAnswer {
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** How a delivery names an update. */
export const eventLabel = ({ kind, customer, mid }: WebhookEvent): Delivery['events'][number] => ({
  kind,
  ...(customer !== undefined && { customer }),
  ...(mid !== undefined && { mid }),
});

/** POSTs a signed body; never throws: a failure is an answer without a status. */
export async function postWebhook(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  timing: { readonly timeoutMs: number; readonly closing: AbortSignal },
): Promise<PostAnswer> {
  const begun = performance.now();
  const done = (status: number | null, error: string | null): PostAnswer => ({
    status,
    error,
    durationMs: Math.round(performance.now() - begun),
  });
  try {
    const signal = AbortSignal.any([timing.closing, AbortSignal.timeout(timing.timeoutMs)]);
    const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal });
    await answer.arrayBuffer();
    return done(answer.status, null);
  } catch (error) {
    return done(null, reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Meta's handshake: the callback must answer 200 with the challenge exactly as received. */
export async function verifyCallback({ url, verifyToken }: Callback, challenge: string): Promise<boolean> {
  const asked = new URL(url);
  asked.searchParams.set('hub.mode', 'subscribe');
  asked.searchParams.set('hub.challenge', challenge);
  asked.searchParams.set('hub.verify_token', verifyToken);
  try {
    const answer = await fetch(asked, { redirect: 'manual', signal: AbortSignal.timeout(5000) });
    return answer.status === 200 && (await answer.text()) === challenge;
  } catch {
    // An unreachable callback is an unverified one; the caller reports it.
    return false;
  }
}
