import { type AccountView, type InstagramSimulator, startInstagramSimulator } from '@parley/instagram-simulator';
import { openScriptedStage, type ScriptedStage } from '../../../../test/support/graph-stages';
import { metaConfigAt } from '../../../../test/support/meta-graph-contract';
import { Secret } from '../../kernel';
import { HttpMetaHistory } from './http-meta-history';

const HOUR = 3_600_000;

describe('HttpMetaHistory against the simulator', () => {
  let simulator: InstagramSimulator;
  let history: HttpMetaHistory;
  let account: AccountView;
  const own = () => ({ igUserId: account.id, token: new Secret(account.accessToken ?? '') });

  beforeEach(async () => {
    simulator = await startInstagramSimulator({ appSecret: 'app-secret', verifyToken: 'verify-token' });
    history = new HttpMetaHistory(metaConfigAt(simulator.url));
    account = await simulator.createAccount({ username: 'luna' });
  });
  afterEach(async () => {
    await history.onApplicationShutdown();
    await simulator.close();
  });

  const writes = async (username: string, texts: readonly string[]) => {
    const customer = await simulator.createCustomer({ account: account.id, username });
    for (const text of texts) await simulator.customer(customer.id).sendsText(text);
    return customer;
  };

  it('lists threads, the latest first, page by page', async () => {
    const names = Array.from({ length: 103 }, (_, index) => `person.${index}`);
    for (const name of names) {
      await writes(name, ['hi']);
      await simulator.advanceClock(1_000);
    }
    const first = await history.listThreads(own());
    expect(first.items).toHaveLength(100);
    const second = await history.listThreads(own(), first.next ?? '');
    expect(second).toMatchObject({ next: null });
    const all = [...first.items, ...second.items];
    expect(new Set(all.map(({ id }) => id)).size).toBe(103);
    const times = all.map(({ updatedAt }) => updatedAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('reads who wrote what, with what hangs on it; of all but the newest 20 only that they are there', async () => {
    const jane = await writes(
      'jane.doe',
      Array.from({ length: 21 }, (_, index) => `message ${index}`),
    );
    await simulator.customer(jane.id).sendsAttachment('image', 'https://cdn.example/1.jpg');
    await simulator.account(account.id).typesInApp(jane.id, 'Ana here');
    const [thread] = (await history.listThreads(own())).items;
    const { items, next } = await history.readMessages(own(), thread?.id ?? '');
    expect(next).toBeNull();
    expect(items.filter((item) => item === null)).toHaveLength(3);
    const [newest, image, text] = items;
    expect(newest).toMatchObject({
      from: { id: account.id, username: 'luna' },
      to: [{ id: jane.id, username: 'jane.doe' }],
      text: 'Ana here',
    });
    expect(image).toMatchObject({ text: '', attachments: [{ type: 'image', url: 'https://cdn.example/1.jpg' }] });
    expect(text).toMatchObject({ from: { id: jane.id }, text: 'message 20', isUnsupported: false });
    expect(Math.abs((text?.at.getTime() ?? 0) - Date.now())).toBeLessThan(HOUR);
  });

  it('says when it is asked too often', async () => {
    await writes('jane.doe', ['hi']);
    await simulator.configure({ conversationReadsPerSecond: 1 });
    await history.listThreads(own());
    await expect(history.listThreads(own())).rejects.toMatchObject({ failure: { class: 'limited' } });
  });
});

describe('HttpMetaHistory', () => {
  let stage: ScriptedStage;
  let history: HttpMetaHistory;
  const own = { igUserId: '1', token: new Secret('secret-token') };

  beforeEach(async () => {
    stage = await openScriptedStage();
    history = new HttpMetaHistory(metaConfigAt(stage.url));
  });
  afterEach(async () => {
    await history.onApplicationShutdown();
    await stage.close();
  });

  const answering = (body: unknown) =>
    stage.answerWith((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  const message = (part: object) => ({
    id: 'm1',
    created_time: '2026-07-12T19:11:07+0000',
    from: { id: '2', username: 'jane' },
    ...part,
  });
  const read = async (part: object) => {
    answering({ data: [message(part)] });
    return (await history.readMessages(own, 't1')).items[0];
  };

  it('keeps the token out of addresses, and goes on by the cursor', async () => {
    const next = `${stage.url}/v25.0/me/conversations?access_token=secret-token&after=abc`;
    answering({
      data: [{ id: 't1', updated_time: '2026-07-12T19:11:07+0000' }],
      paging: { next, cursors: { after: 'abc' } },
    });
    const page = await history.listThreads(own);
    expect(page).toEqual({ items: [{ id: 't1', updatedAt: new Date('2026-07-12T19:11:07Z') }], next: 'abc' });
    await history.listThreads(own, page.next ?? '');
    expect(stage.requests[1]?.path).toContain('after=abc');
    for (const { path, authorization } of stage.requests) {
      expect(path).not.toContain('secret-token');
      expect(authorization).toBe('Bearer secret-token');
    }
  });

  it.each([
    [
      'a shared post',
      { shares: { data: [{ link: 'https://i.example/p' }] } },
      { type: 'share', url: 'https://i.example/p' },
    ],
    [
      'a mention in a story',
      { story: { mention: { link: 'https://i.example/s' } } },
      { type: 'story_mention', url: 'https://i.example/s' },
    ],
    [
      'an answer to a story',
      { story: { reply_to: { link: 'https://i.example/s' } } },
      { type: 'story', url: 'https://i.example/s' },
    ],
    [
      'a video',
      { attachments: { data: [{ video_data: { url: 'https://i.example/v' } }] } },
      { type: 'video', url: 'https://i.example/v' },
    ],
    [
      'a voice note',
      { attachments: { data: [{ mime_type: 'audio/mp4', file_url: 'https://i.example/a' }] } },
      { type: 'audio', url: 'https://i.example/a' },
    ],
    [
      'a file',
      { attachments: { data: [{ file_url: 'https://i.example/f' }] } },
      { type: 'file', url: 'https://i.example/f' },
    ],
    ['a media that is gone', { attachments: { data: [{ image_data: {} }] } }, { type: 'image' }],
    ['a template', { attachments: { data: [{ generic_template: { title: 'Which one?' } }] } }, { type: 'template' }],
  ])('reads %s', async (_, part, attachment) => {
    expect(await read(part)).toMatchObject({ attachments: [attachment] });
  });

  it('reads the first line of a template as its text, and what a message answers', async () => {
    const templates = { data: [{ generic_template: { title: 'Which one?' } }] };
    expect(await read({ attachments: templates, reply_to: { mid: 'm0' } })).toMatchObject({
      text: 'Which one?',
      replyToMid: 'm0',
    });
  });

  it.each([
    ['no sender', { from: undefined }],
    ['no time that is one', { created_time: 'soon' }],
    ['a shape that nobody knows', { message: 7 }],
  ])('takes a message with %s for one without details', async (_, part) => {
    expect(await read(part)).toBeNull();
  });

  it.each([{}, { data: 'none' }, { data: [7], paging: { next: 'x' } }])('is not led astray by %j', async (body) => {
    answering(body);
    const asked = history.listThreads(own);
    if (Array.isArray((body as { data?: unknown }).data)) expect(await asked).toEqual({ items: [], next: null });
    else await expect(asked).rejects.toMatchObject({ failure: { class: 'transient', code: 'strange' } });
  });
});
