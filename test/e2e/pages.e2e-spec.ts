import type { Schemas } from '@parley/client';
import { Inbox } from '../support/inbox';
import { Parley } from '../support/parley';
import { dataOf } from '../support/people';
import { postWebhook, textItem, webhookOf } from '../support/webhooks';

const CUSTOMERS = 23;
const MESSAGES = 31;

interface PageOf<T> {
  items: T[];
  nextCursor?: string;
}

/** All rows in the order in which the pages give them. */
async function walk<T>(page: (cursor?: string) => Promise<PageOf<T>>): Promise<{ rows: T[]; sizes: number[] }> {
  const rows: T[] = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await page(cursor);
    rows.push(...items);
    sizes.push(items.length);
    cursor = nextCursor;
  } while (cursor !== undefined);
  return { rows, sizes };
}

describe('pages', () => {
  let parley: Parley;
  const now = Date.now();

  beforeAll(async () => {
    parley = await Parley.start();
    const people = Array.from({ length: CUSTOMERS }, (_, i) => String(10_000_000_000 + i));
    // Some share a millisecond, so that the tie-break counts.
    const items = people.map((id, i) => textItem(parley, id, `hello from ${id}`, now - 1_000 * Math.floor(i / 4)));
    const many = Array.from({ length: MESSAGES }, (_, i) =>
      textItem(parley, people[0] ?? '', `message ${i}`, now - 60_000 + 10 * Math.floor(i / 3)),
    );
    expect((await postWebhook(parley, webhookOf(parley, [...items, ...many]))).status).toBe(200);
    await parley.settled(40_000);
  });

  afterAll(() => parley.stop());

  const conversations = (limit: number, cursor?: string): Promise<Schemas['ConversationPageResponse']> => {
    const params = { path: { workspaceId: parley.owner.workspaceId }, query: { limit, cursor } };
    return dataOf(parley.client.GET('/v1/workspaces/{workspaceId}/conversations', { params }));
  };

  it.each([1, 4, 5, 22, 23, 24])('of %i conversations each show every one once, latest first', async (limit) => {
    const { rows, sizes } = await walk((cursor) => conversations(limit, cursor));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(CUSTOMERS);
    expect(rows).toHaveLength(CUSTOMERS);
    const times = rows.map(({ lastActivityAt }) => lastActivityAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(sizes.slice(0, -1).every((size) => size === limit)).toBe(true);
    expect(sizes.at(-1)).toBeGreaterThan(0);
  });

  it.each([1, 3, 7, 100])('of %i messages each show every one once, newest first', async (limit) => {
    const inbox = new Inbox(parley, await firstCustomer());
    const conversationId = await inbox.conversationId();
    const route = '/v1/workspaces/{workspaceId}/conversations/{conversationId}/messages';
    const page = (cursor?: string) => {
      const path = { workspaceId: parley.owner.workspaceId, conversationId };
      return dataOf(parley.client.GET(route, { params: { path, query: { limit, cursor } } }));
    };
    const { rows } = await walk(page);
    expect(
      rows
        .map(({ text }) => text)
        .filter((text) => text.startsWith('message'))
        .sort(),
    ).toEqual(Array.from({ length: MESSAGES }, (_, i) => `message ${i}`).sort());
    expect(new Set(rows.map(({ id }) => id)).size).toBe(MESSAGES + 1);
    const times = rows.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('a conversation that moves to the front meanwhile brings no gap to those behind it', async () => {
    const first = await conversations(10);
    const last = (await walk((cursor) => conversations(10, cursor))).rows.at(-1);
    const item = textItem(parley, last?.participantId ?? '', 'me again');
    await postWebhook(parley, webhookOf(parley, [item]));
    await parley.settled();
    const rest = await walk((cursor) => conversations(10, cursor ?? first.nextCursor));
    const seen = [...first.items, ...rest.rows].map(({ id }) => id);
    expect(seen).toHaveLength(CUSTOMERS - 1);
    expect(new Set(seen).size).toBe(CUSTOMERS - 1);
    expect((await conversations(1)).items[0]?.id).toBe(last?.id);
  });

  it('a page holds 25 rows unless told otherwise', async () => {
    const params = { path: { workspaceId: parley.owner.workspaceId } };
    const page = await dataOf(parley.client.GET('/v1/workspaces/{workspaceId}/contacts', { params }));
    expect(page.items).toHaveLength(CUSTOMERS);
    expect(page.nextCursor).toBeUndefined();
  });

  async function firstCustomer() {
    const id = String(10_000_000_000);
    return { ...(await parley.newCustomer()), id };
  }
});
