import type { WebhookKind } from '../faults/fault';

/** Where an update stands inside its `entry`. */
export type WebhookItem =
  | { readonly place: 'messaging' | 'standby'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly place: 'change'; readonly field: string; readonly value: Readonly<Record<string, unknown>> };

/** One update on its way to the callback. */
export interface WebhookEvent {
  readonly kind: WebhookKind;
  /** The subscription field that lets it through. */
  readonly field: string;
  readonly account: string;
  readonly customer?: string;
  readonly mid?: string;
  readonly text?: string;
  readonly item: WebhookItem;
}

interface Entry {
  readonly id: string;
  readonly time: number;
  [key: string]: unknown;
}

/**
 * The POST body for updates of one account, sent at `now` (ms). Meta stamps `entry.time` in ms for messaging
 * and in seconds for changes.
 */
export function envelope(
  events: readonly WebhookEvent[],
  now: number,
  commentEnvelope: 'changes' | 'flat',
): { object: 'instagram'; entry: Entry[] } {
  const entries: Entry[] = [];
  for (const { account, item } of events) {
    const last = entries.at(-1);
    if (item.place === 'change') {
      entries.push(changeEntry(account, item, now, commentEnvelope));
      continue;
    }
    const list = last?.[item.place];
    if (Array.isArray(list)) list.push(item.value);
    else entries.push({ id: account, time: now, [item.place]: [item.value] });
  }
  return { object: 'instagram', entry: entries };
}

function changeEntry(
  account: string,
  { field, value }: Extract<WebhookItem, { place: 'change' }>,
  now: number,
  form: 'changes' | 'flat',
): Entry {
  const time = Math.floor(now / 1000);
  return form === 'flat' ? { id: account, time, field, value } : { id: account, time, changes: [{ field, value }] };
}
