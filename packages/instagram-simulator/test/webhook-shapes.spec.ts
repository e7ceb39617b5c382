import type { ActResult, CustomerControl } from '../src/index';
import type { Received } from './support/callback';
import { openStage } from './support/stage';
import type { Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.sim.customer(stage.customer.id).sendsText('hi');
  await stage.send({ text: 'hello' });
  await stage.sim.whenIdle();
});

const jane = (): CustomerControl => stage.sim.customer(stage.customer.id);
const last = (): Received | undefined => stage.callback.received.at(-1);
const lastItem = (): Record<string, unknown> | undefined => stage.callback.items().at(-1);
const mid = expect.any(String);
const url = expect.stringMatching(/^https:\/\//);

describe('an act of the customer', () => {
  const acts: [string, (jane: CustomerControl) => Promise<ActResult>, object][] = [
    ['text', (j) => j.sendsText('x'), { message: { mid, text: 'x' } }],
    ['image', (j) => j.sendsAttachment(), { message: { mid, attachments: [{ type: 'image', payload: { url } }] } }],
    ['view once', (j) => j.sendsAttachment('ephemeral'), { message: { mid, attachments: [{ type: 'ephemeral' }] } }],
    ['unsupported', (j) => j.sendsUnsupported(), { message: { mid, is_unsupported: true } }],
    ['ice breaker', (j) => j.tapsPostback('Go', 'ICE:go'), { postback: { mid, title: 'Go', payload: 'ICE:go' } }],
    [
      'first ig.me link',
      (j) => j.tapsPostback('Go', 'G', 'table_9'),
      {
        postback: {
          mid,
          title: 'Go',
          payload: 'G',
          referral: { ref: 'table_9', source: 'SHORTLINK', type: 'OPEN_THREAD' },
        },
      },
    ],
    [
      'story reply',
      (j) => j.repliesToStory('love it', '18050000000000001'),
      { message: { mid, text: 'love it', reply_to: { story: { url, id: '18050000000000001' } } } },
    ],
    [
      'story mention',
      (j) => j.mentionsInStory(),
      { message: { mid, attachments: [{ type: 'story_mention', payload: { url } }] } },
    ],
    [
      'ad message',
      (j) => j.writesFromAd('still there?', '120'),
      {
        message: {
          mid,
          text: 'still there?',
          referral: {
            ref: 'spring_ad',
            ad_id: '120',
            source: 'ADS',
            type: 'OPEN_THREAD',
            ads_context_data: expect.any(Object),
          },
        },
      },
    ],
    ['link', (j) => j.opensLink('t9'), { referral: { ref: 't9', source: 'SHORTLINK', type: 'OPEN_THREAD' } }],
    [
      'opt-in',
      (j) => j.optsIn('promo', 'News'),
      { optin: expect.objectContaining({ type: 'notification_messages', payload: 'promo', title: 'News' }) },
    ],
    ['reaction', (j) => j.reacts(), { reaction: { mid, action: 'react', reaction: 'love', emoji: '❤️' } }],
    ['unreaction', (j) => j.unreacts(), { reaction: { mid, action: 'unreact' } }],
    ['seen', (j) => j.sees(), { read: { mid } }],
    ['edit', (j) => j.edits('hi!'), { message_edit: { mid, text: 'hi!', num_edit: 1 } }],
    ['unsend', (j) => j.unsends(), { message: { mid, is_deleted: true } }],
  ];
  it.each(acts)('%s', async (_name, act, body) => {
    const done = await act(jane());
    await stage.sim.whenIdle();
    expect(lastItem()).toEqual({
      sender: { id: stage.customer.id },
      recipient: { id: stage.account.id },
      timestamp: done.at,
      ...body,
    });
    const entry = last()?.json.entry[0];
    expect(last()?.json.object).toBe('instagram');
    expect(entry?.id).toBe(stage.account.id);
    expect(entry?.time).toBeGreaterThan(1e12);
  });

  it('quick-reply tap: title as text, payload beside', async () => {
    await stage.send({ text: 'Pick', quick_replies: [{ content_type: 'text', title: 'Prices', payload: 'Q:prices' }] });
    await jane().tapsQuickReply('Prices');
    await stage.sim.whenIdle();
    expect(lastItem()).toMatchObject({ message: { text: 'Prices', quick_reply: { payload: 'Q:prices' } } });
    await expect(jane().tapsQuickReply('Nope')).rejects.toThrow('409');
  });

  it('contact quick reply: the value in both places', async () => {
    await expect(jane().givesContact('user_email', 'jane@example.com')).rejects.toThrow('409');
    await stage.send({ text: 'Your mail?', quick_replies: [{ content_type: 'user_email' }] });
    await jane().givesContact('user_email', 'jane@example.com');
    await stage.sim.whenIdle();
    expect(lastItem()).toMatchObject({
      message: { text: 'jane@example.com', quick_reply: { payload: 'jane@example.com' } },
    });
  });

  it('template buttons: a postback, or a link without a webhook', async () => {
    const buttons = [
      { type: 'postback', title: 'Agent', payload: 'handoff' },
      { type: 'web_url', title: 'Open', url: 'https://example.com/x' },
    ];
    await stage.send({
      attachment: { type: 'template', payload: { template_type: 'button', text: 'What next?', buttons } },
    });
    await jane().tapsButton('Agent');
    await stage.sim.whenIdle();
    expect(lastItem()).toMatchObject({ postback: { title: 'Agent', payload: 'handoff' } });
    const count = stage.callback.received.length;
    expect(await jane().tapsButton('Open')).toMatchObject({ openedUrl: 'https://example.com/x' });
    await stage.sim.whenIdle();
    expect(stage.callback.received).toHaveLength(count);
    await expect(jane().tapsButton('Nope')).rejects.toThrow('409');
  });

  it('edits count up, and only own messages can be changed', async () => {
    const { mid: own } = await jane().sendsText('v0');
    await jane().edits('v1', own);
    await jane().edits('v2', own);
    await stage.sim.whenIdle();
    expect(lastItem()).toMatchObject({ message_edit: { mid: own, text: 'v2', num_edit: 2 } });
    const theirs = (await stage.sim.ledger()).findLast(({ origin }) => origin === 'api');
    await expect(jane().unsends(theirs?.mid)).rejects.toThrow('409');
  });
});

describe('comments', () => {
  it('come as changes, in seconds', async () => {
    const { commentId } = await jane().comments('LINK', { mediaId: '17890' });
    await stage.sim.whenIdle();
    const entry = last()?.json.entry[0];
    expect(entry).toEqual({
      id: stage.account.id,
      time: expect.any(Number),
      changes: [
        {
          field: 'comments',
          value: {
            id: commentId,
            text: 'LINK',
            from: { id: stage.customer.id, username: 'jane.doe' },
            media: { id: '17890', media_product_type: 'FEED' },
          },
        },
      ],
    });
    expect(entry?.time).toBeLessThan(1e11);
  });

  it('come flat when configured', async () => {
    await stage.sim.configure({ commentEnvelope: 'flat' });
    await jane().comments('LINK');
    await stage.sim.whenIdle();
    await stage.sim.configure({ commentEnvelope: 'changes' });
    expect(last()?.json.entry[0]).toMatchObject({ field: 'comments', value: { text: 'LINK' } });
  });

  it('on an ad and on a live broadcast have their own forms', async () => {
    await jane().comments('info', { adId: '120' });
    await stage.sim.whenIdle();
    expect(last()?.json.entry[0]?.changes?.[0]?.value).toMatchObject({
      comment_id: mid,
      media: { ad_id: '120', media_product_type: 'AD' },
    });
    await jane().comments('live!', { live: true });
    await stage.sim.whenIdle();
    expect(last()?.json.entry[0]?.changes?.[0]?.field).toBe('live_comments');
  });

  it('that only name the account come as ids', async () => {
    const { commentId } = await jane().mentions({ mediaId: '17890' });
    await stage.sim.whenIdle();
    const named = { field: 'mentions', value: { media_id: '17890', comment_id: commentId } };
    expect(last()?.json.entry[0]?.changes).toEqual([named]);
    await jane().mentions({ mediaId: '17891', inCaption: true });
    await stage.sim.whenIdle();
    expect(last()?.json.entry[0]?.changes).toEqual([{ field: 'mentions', value: { media_id: '17891' } }]);
  });
});

describe('the account', () => {
  it('echoes templates under their own name', async () => {
    const elements = [{ title: 'Mug', buttons: [{ type: 'postback', title: 'Buy', payload: 'B' }] }];
    await stage.send({ attachment: { type: 'template', payload: { template_type: 'generic', elements } } });
    await stage.sim.whenIdle();
    expect(lastItem()).toMatchObject({
      message: { is_echo: true, attachments: [{ type: 'template', payload: { generic: { elements } } }] },
    });
  });

  it('echoes and unsends what the owner types in the app', async () => {
    const owner = stage.sim.account(stage.account.id);
    const { mid: typed } = await owner.typesInApp(stage.customer.id, 'Ana here');
    await stage.sim.whenIdle();
    expect(lastItem()).toMatchObject({
      sender: { id: stage.account.id },
      recipient: { id: stage.customer.id },
      message: { mid: typed, text: 'Ana here', is_echo: true },
    });
    await owner.unsendsInApp(typed);
    await stage.sim.whenIdle();
    expect(lastItem()).toMatchObject({ message: { mid: typed, is_deleted: true, is_echo: true } });
  });

  it('that lost a thread hears it on standby and cannot write', async () => {
    const inbox = '1217981644879628';
    await stage.sim.account(stage.account.id).passesThread(stage.customer.id, inbox, 'vip');
    await stage.sim.whenIdle();
    expect(lastItem()).toMatchObject({ pass_thread_control: { new_owner_app_id: inbox, metadata: 'vip' } });
    await jane().sendsText('still there?');
    await stage.sim.whenIdle();
    expect(last()?.json.entry[0]?.standby).toMatchObject([{ message: { text: 'still there?' } }]);
    expect((await stage.send({ text: 'x' })).body['error']).toMatchObject({ code: 100, error_subcode: 2534037 });
  });
});
