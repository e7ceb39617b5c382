import { once } from 'node:events';
import { connect } from 'node:net';
import { encodeBody, signature256 } from '@parley/instagram-simulator';
import { APP_SECRET } from './parley';

/** A server that refuses a body does so at once. */
const ANSWER_MS = 5_000;

/** A text of a customer, as an item of a webhook. Time in milliseconds since the epoch. */
export interface TextItem {
  mid: string;
  customer: string;
  text: string;
  at: number;
}

/** Items of one account in one body, in the order given. */
export const textsBody = (account: string, items: readonly TextItem[]): string =>
  itemsBody(
    account,
    items.map(({ mid, customer, text, at }) => ({
      sender: { id: customer },
      recipient: { id: account },
      timestamp: at,
      message: { mid, text },
    })),
  );

/** The echo of a message that the account wrote. */
export const echoBody = (account: string, { mid, customer, text, at }: TextItem): string =>
  itemsBody(account, [
    { sender: { id: account }, recipient: { id: customer }, timestamp: at, message: { mid, text, is_echo: true } },
  ]);

/** Any items at all. */
export const itemsBody = (account: string, messaging: readonly unknown[]): string =>
  encodeBody({ object: 'instagram', entry: [{ id: account, time: Date.now(), messaging }] });

/** Posts exactly these bytes, signed with the app's secret unless told otherwise. Resolves with the status. */
export async function postWebhook(
  apiUrl: string,
  body: string,
  signature: string | null = signature256(APP_SECRET, body),
): Promise<number> {
  const headers = { 'content-type': 'application/json', ...(signature && { 'x-hub-signature-256': signature }) };
  const response = await fetch(`${apiUrl}/webhooks/instagram`, { method: 'POST', body, headers });
  await response.arrayBuffer();
  return response.status;
}

/** Announces a body of so many bytes and sends none: what a server answers that does not even want to read it. */
export async function announceWebhook(apiUrl: string, bytes: number): Promise<number> {
  const { hostname, port, host } = new URL(apiUrl);
  const socket = connect(Number(port), hostname);
  const head = ['POST /webhooks/instagram HTTP/1.1', `host: ${host}`, 'content-type: application/json'];
  socket.write([...head, `content-length: ${bytes}`, '', ''].join('\r\n'));
  const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(ANSWER_MS) })) as [Buffer];
  socket.destroy();
  return Number(answer.toString().split(' ')[1]);
}
