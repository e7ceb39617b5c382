import { encodeBody, signature256 } from '@parley/instagram-simulator';
import { APP_SECRET, type Parley } from './parley';
import { callRaw, type RawAnswer } from './raw-api';
import { newTestName } from './test-name';

/** One member of an entry's `messaging` array. */
export type MessagingItem = Record<string, unknown>;

/** A text of a customer as Meta words it; `at` in ms since 1970. */
export function textItem(parley: Parley, customerId: string, text: string, at = Date.now()): MessagingItem {
  return {
    sender: { id: customerId },
    recipient: { id: parley.account.id },
    timestamp: at,
    message: { mid: `m_${newTestName()}`, text },
  };
}

export const webhookOf = (parley: Parley, messaging: MessagingItem[]) => ({
  object: 'instagram',
  entry: [{ id: parley.account.id, time: Date.now(), messaging }],
});

export interface PostedWebhook {
  signature?: string;
  headers?: Record<string, string>;
}

/** Posts a webhook as Meta would, rightly signed unless told otherwise. */
export function postWebhook(parley: Parley, body: unknown, options: PostedWebhook = {}): Promise<RawAnswer> {
  const raw = typeof body === 'string' ? body : encodeBody(body);
  const signature = options.signature ?? signature256(APP_SECRET, raw);
  const headers = { 'x-hub-signature-256': signature, ...options.headers };
  return callRaw(parley, '/webhooks/instagram', { method: 'POST', body: raw, headers });
}
