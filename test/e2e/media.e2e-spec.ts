import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Customer, LedgerEntry } from '@parley/instagram-simulator';
import { Parley, until } from '../support/parley';

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(2_000, 7)]);
const WITHIN_MS = 20_000;

interface Shown {
  id: string;
  text: string;
  direction: 'in' | 'out';
  status: string;
  attachments: { type: string; url?: string; state?: string; problem?: string; file?: { id: string; bytes: number } }[];
}

describe('files of messages', () => {
  let parley: Parley;
  let token: string;
  let jane: Customer;
  let conversationId: string;

  beforeAll(async () => {
    parley = await Parley.start();
    // What is sent is fetched from where the API truly is.
    await parley.worker.stop();
    await parley.worker.start({ PUBLIC_URL: parley.apiUrl });
    await parley.simulator.configure({ fetchesMedia: true });
    const { email, password } = parley.owner;
    const answer = await fetch(`${parley.apiUrl}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    token = ((await answer.json()) as { token: string }).token;
    jane = await parley.newCustomer();
    await parley.simulator.customer(jane.id).sendsText('Hello');
    conversationId = await conversationOf(jane);
  });
  afterAll(() => parley.stop());

  const call = (address: string, init: RequestInit = {}, headers: Record<string, string> = {}) =>
    fetch(`${parley.apiUrl}/v1/workspaces/${parley.owner.workspaceId}${address}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
  const get = async <T>(address: string): Promise<T> => (await (await call(address)).json()) as T;

  async function conversationOf({ id }: Customer): Promise<string> {
    let found: string | undefined;
    await until(
      async () => {
        const { items } = await get<{ items: { id: string; participantId: string }[] }>('/conversations?limit=100');
        found = items.find(({ participantId }) => participantId === id)?.id;
        return found !== undefined;
      },
      WITHIN_MS,
      'the conversation',
    );
    return found ?? '';
  }

  async function shown(wanted: (message: Shown) => boolean, what: string): Promise<Shown> {
    let found: Shown | undefined;
    await until(
      async () => {
        const { items } = await get<{ items: Shown[] }>(`/conversations/${conversationId}/messages?limit=100`);
        found = items.find(wanted);
        return found !== undefined;
      },
      WITHIN_MS,
      what,
    );
    return found as Shown;
  }

  const attached =
    (state: string, type = 'image') =>
    (message: Shown) =>
      message.attachments.some((one) => one.type === type && one.state === state);
  const fileAddress = (fileId: string) => `/conversations/${conversationId}/files/${fileId}`;
  const storedFile = async () => {
    const message = await shown(attached('stored'), 'a stored file');
    return message.attachments[0]?.file?.id ?? '';
  };
  const onDisk = () => {
    const folder = path.join(parley.env['STORAGE_FOLDER'] ?? '', parley.owner.workspaceId, conversationId);
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it('are copied, and can be read by those who may read messages', async () => {
    const { url } = await parley.simulator.createMedia('application/octet-stream', PNG);
    await parley.simulator.customer(jane.id).sendsAttachment('image', url);
    const fileId = await storedFile();
    const answer = await call(fileAddress(fileId));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.length),
      'content-disposition': `inline; filename="${fileId.slice(0, 12)}.png"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
  });

  it('are read in parts', async () => {
    const address = fileAddress(await storedFile());
    const part = await call(address, {}, { range: 'bytes=1-3' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 1-3/${PNG.length}`,
      'PNG',
    ]);
    expect((await call(address, {}, { range: `bytes=${PNG.length}-` })).status).toBe(416);
  });

  it('are nobody else’s', async () => {
    const fileId = await storedFile();
    const other = await fetch(`${parley.apiUrl}/v1/workspaces/${parley.owner.workspaceId}${fileAddress(fileId)}`);
    expect(other.status).toBe(401);
    expect((await call(`/conversations/${'0'.repeat(32)}/files/${fileId}`)).status).toBe(404);
    const elsewhere = await fetch(`${parley.apiUrl}/v1/workspaces/other${fileAddress(fileId)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(elsewhere.status).toBe(404);
    const unsigned = `${parley.apiUrl}/media/${parley.owner.workspaceId}/${fileId}`;
    for (const proof of ['x', 'zzzzzz.k1.abc', '..', '%2e%2e'])
      expect((await fetch(`${unsigned}/${proof}`)).status).toBe(404);
  });

  it('are found again where their links have expired', async () => {
    const { url } = await parley.simulator.createMedia('image/png', PNG);
    await parley.simulator.expireMediaLinks();
    const before = (await get<{ items: Shown[] }>(`/conversations/${conversationId}/messages?limit=100`)).items.length;
    await parley.simulator.customer(jane.id).sendsAttachment('image', url);
    await until(
      async () => {
        const { items } = await get<{ items: Shown[] }>(`/conversations/${conversationId}/messages?limit=100`);
        return items.length > before && attached('stored')(items[0] as Shown);
      },
      WITHIN_MS,
      'the file behind its new link',
    );
    expect((await parley.simulator.calls()).some(({ operation }) => operation === 'message')).toBe(true);
  });

  it('are not what Instagram says, at times: then it is said so', async () => {
    const { url } = await parley.simulator.createMedia('video/mp4', Buffer.from('<!DOCTYPE html><script>1</script>'));
    await parley.simulator.customer(jane.id).sendsAttachment('video', url);
    const { attachments } = await shown(attached('unavailable', 'video'), 'a refused file');
    expect(attachments).toMatchObject([{ problem: 'wrong-type' }]);
  });

  it('stay links where Meta forbids a copy', async () => {
    const files = onDisk().length;
    const { url } = await parley.simulator.createMedia('image/png', PNG);
    await parley.simulator.customer(jane.id).sendsAttachment('story_mention', url);
    await parley.simulator.customer(jane.id).sendsAttachment('ephemeral');
    const story = await shown(({ attachments: [one] }) => one?.type === 'story_mention', 'the story');
    await shown(({ attachments: [one] }) => one?.type === 'ephemeral', 'the view-once picture');
    expect(story.attachments[0]).not.toHaveProperty('state');
    expect(onDisk()).toHaveLength(files);
  });

  it('go when their message is unsent', async () => {
    const { url } = await parley.simulator.createMedia('application/pdf', Buffer.from('%PDF-1.4 a menu'));
    await parley.simulator.customer(jane.id).sendsAttachment('file', url);
    const { id, attachments } = await shown(attached('stored', 'file'), 'the menu');
    const fileId = attachments[0]?.file?.id ?? '';
    expect((await call(fileAddress(fileId))).headers.get('content-disposition')).toMatch(/^attachment; /);
    await parley.simulator.customer(jane.id).unsends();
    await shown((message) => message.id === id && message.attachments.length === 0, 'the empty message');
    await until(() => !onDisk().includes(fileId), WITHIN_MS, 'the file to go');
    expect((await call(fileAddress(fileId))).status).toBe(404);
  });

  describe('that a member sends', () => {
    const form = (bytes: Buffer, name = 'file') => {
      const data = new FormData();
      data.append(name, new Blob([new Uint8Array(bytes)]), 'Ünïcode ☕.png');
      return data;
    };
    const upload = (body: FormData, query = '', headers = {}) =>
      call(`/conversations/${conversationId}/files${query}`, { method: 'POST', body }, headers);

    it('are uploaded once, and fetched by Instagram under a signed link', async () => {
      const key = { 'idempotency-key': 'upload-of-the-test' };
      const answer = await upload(form(PNG), '', key);
      expect(answer.status).toBe(201);
      const file = (await answer.json()) as { fileId: string; fileKey: string };
      expect(file).toMatchObject({ mediaType: 'image', contentType: 'image/png', bytes: PNG.length });
      expect(await (await upload(form(PNG), '', key)).json()).toEqual(file);

      const message = { kind: 'media', mediaType: 'image', fileKey: file.fileKey };
      const sent = await call(
        `/conversations/${conversationId}/messages`,
        { method: 'POST', body: JSON.stringify(message) },
        { 'content-type': 'application/json' },
      );
      expect(sent.status).toBe(202);
      const ours = await shown(({ attachments: [one] }) => one?.file?.id === file.fileId, 'the message in the inbox');
      expect(ours).toMatchObject({ direction: 'out', attachments: [{ type: 'image' }] });
      const isOurs = ({ origin, content }: LedgerEntry) => origin === 'api' && content.attachments !== undefined;
      const entry = await parley.simulator.waitForLedger(isOurs, WITHIN_MS, { customer: jane.id });
      const payload = entry.content.attachments?.[0]?.payload as { url: string; fetched: object };
      expect(payload.fetched).toMatchObject({ contentType: 'image/png', bytes: PNG.length });
      expect(payload.url).toContain('/media/');
      expect((await fetch(payload.url)).status).toBe(200);
      expect((await fetch(payload.url.slice(0, -1))).status).toBe(404);
    });

    it.each<[string, () => Promise<Response>, string]>([
      ['what Instagram does not take', () => upload(form(Buffer.from('hello'))), 'MEDIA.TYPE'],
      ['a picture that is to be a file', () => upload(form(PNG), '?mediaType=file'), 'MEDIA.TYPE'],
      [
        'a picture of more than 8 MB',
        () => upload(form(Buffer.concat([PNG, Buffer.alloc(8_000_000)]))),
        'MEDIA.TOO_LARGE',
      ],
      ['a form without a file', () => upload(new FormData()), 'REQUEST.INVALID'],
      ['an unknown kind', () => upload(form(PNG), '?mediaType=gif'), 'REQUEST.INVALID'],
    ])('are refused: %s', async (_, act, code) => {
      const files = onDisk().length;
      const answer = await act();
      expect([answer.status >= 400 && answer.status < 500, await answer.json()]).toMatchObject([true, { code }]);
      expect(onDisk()).toHaveLength(files);
    });

    it('are refused for a conversation that is not there', async () => {
      const answer = await call(`/conversations/${'0'.repeat(32)}/files`, { method: 'POST', body: form(PNG) });
      expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'CONVERSATION.NOT_FOUND' }]);
    });

    it('are refused as JSON', async () => {
      const answer = await call(
        `/conversations/${conversationId}/files`,
        { method: 'POST', body: '{}' },
        { 'content-type': 'application/json' },
      );
      expect(await answer.json()).toMatchObject({ code: 'REQUEST.INVALID' });
    });
  });

  describe('profiles', () => {
    interface Participant {
      participant: { name?: string; username?: string; profile?: Record<string, unknown> };
      contactId: string;
    }
    const conversation = () => get<Participant>(`/conversations/${conversationId}`);

    it('name the person without any flow, in the inbox and in the CRM', async () => {
      await until(async () => (await conversation()).participant.profile !== undefined, WITHIN_MS, 'the profile');
      const { participant, contactId } = await conversation();
      expect(participant).toMatchObject({
        name: 'Jane Doe',
        username: jane.username,
        profile: { isVerified: false, followsBusiness: false, followerCount: expect.any(Number) },
      });
      expect(await get(`/contacts/${contactId}`)).toMatchObject({
        name: 'Jane Doe',
        identities: [{ username: jane.username, profile: { followsBusiness: false } }],
      });
    });

    it('are asked for once, however much the person writes', async () => {
      const asked = async () =>
        (await parley.simulator.calls({ customer: jane.id })).filter(({ operation }) => operation === 'profile').length;
      const before = await asked();
      await parley.simulator.customer(jane.id).sendsText('one more');
      await shown(({ text }) => text === 'one more', 'the message');
      expect(await asked()).toBe(before);
      const row = await parley.database
        .collection<{ _id: string; profileDueAt: Date | null }>('conversations')
        .findOne({ _id: conversationId });
      expect(row?.profileDueAt).toBeNull();
    });
  });

  it('are erased with the person, from the disk, too', async () => {
    expect(onDisk().length).toBeGreaterThan(0);
    const { contactId } = await get<{ contactId: string }>(`/conversations/${conversationId}`);
    const answer = await call(`/contacts/${contactId}/erase`, { method: 'POST' });
    expect([answer.status, await answer.text()]).toMatchObject([202, expect.any(String)]);
    await until(() => onDisk().length === 0, 60_000, 'the files to go');
    const files = parley.database.collection('mediaFiles');
    await until(
      async () => (await files.countDocuments({ workspaceId: parley.owner.workspaceId, conversationId })) === 0,
      60_000,
      'their rows to go',
    );
  });
});
