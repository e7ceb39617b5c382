import { createHmac } from 'node:crypto';

/** Webhooks as Meta sends them. */
const MID_PREFIX = 'aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQxNDAwMDAwMDAwMDA6MzQwMjgyMzY2ODQxNzEwMzAxMjQ0Mjc2MDk5';
let lastMid = Date.now() * 1_000;

/** Unique, and as long as Meta's. */
export const newMid = () => MID_PREFIX + (++lastMid).toString(36).padStart(24, 'Z');

export const textItem = (account, participant, text, mid = newMid()) => ({
  sender: { id: participant },
  recipient: { id: account },
  timestamp: Date.now(),
  message: { mid, text },
});

export const seenItem = (account, participant, mid) => ({
  sender: { id: participant },
  recipient: { id: account },
  timestamp: Date.now(),
  read: { mid },
});

export const echoItem = (account, participant, text, mid) => ({
  sender: { id: account },
  recipient: { id: participant },
  timestamp: Date.now(),
  message: { mid, text, is_echo: true },
});

export const bodyOf = (account, items) =>
  JSON.stringify({ object: 'instagram', entry: [{ id: account, time: Date.now(), messaging: items }] });

/** The whole HTTP request, so that sending it costs one write. */
export function signedRequest(body, secret) {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return (
    'POST /webhooks/instagram HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n' +
    `x-hub-signature-256: sha256=${signature}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}
