import { LIMITS, RULES } from '../src/index';
import type { Rule, RuleName } from '../src/index';
import { openStage, refusal } from './support/stage';
import type { Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.sim.customer(stage.customer.id).sendsText('hi');
});

const text = (length: number, character = 'a'): string => character.repeat(length);
const reply = (title: string): object => ({ content_type: 'text', title, payload: 'P' });
const postback = { type: 'postback', title: 'Agent', payload: 'handoff' };
const link = { type: 'web_url', title: 'Open', url: 'https://example.com' };
const template = (payload: object): object => ({ attachment: { type: 'template', payload } });
const buttons = (list: unknown, words = 'What next?'): object =>
  template({ template_type: 'button', text: words, buttons: list });
const generic = (elements: unknown): object => template({ template_type: 'generic', elements });
const image = (url: unknown = 'https://example.com/a.png'): object => ({ type: 'image', payload: { url } });

const expected = (name: RuleName): object => {
  const { status, code, subcode }: Rule = RULES[name];
  return { status, code, subcode };
};

describe('content that Meta takes', () => {
  it.each<[string, object]>([
    ['a text of exactly 1000 bytes', { text: text(1000) }],
    ['500 characters of two bytes', { text: text(500, 'é') }],
    ['13 quick replies with titles of 20', { text: 'x', quick_replies: Array(13).fill(reply(text(20, '😀'))) }],
    ['quick replies for contact data', { text: 'x', quick_replies: [{ content_type: 'user_email' }] }],
    ['a button template of 640 and 3 buttons', buttons([postback, link, postback], text(640))],
    ['a generic template of 10', generic(Array(10).fill({ title: 'T', subtitle: 'S', buttons: [link] }))],
    ['an image', { attachment: image() }],
    ['ten images', { attachments: Array(10).fill(image()) }],
    ['a like', { attachment: { type: 'like_heart' } }],
    ['an own post', { attachment: { type: 'MEDIA_SHARE', payload: { id: '1' } } }],
  ])('%s', async (_name, message) => {
    const answer = await stage.send(message);
    expect(answer).toMatchObject({ status: 200, body: { recipient_id: stage.customer.id } });
  });
});

describe('content that Meta refuses', () => {
  it.each<[string, unknown, RuleName]>([
    ['nothing', {}, 'empty'],
    ['an empty text', { text: '' }, 'empty'],
    ['1001 bytes', { text: text(1001) }, 'textBytes'],
    ['501 characters of two bytes', { text: text(501, 'é') }, 'textBytes'],
    ['a text that is no text', { text: 5 }, 'malformed'],
    ['text and attachment', { text: 'x', attachment: image() }, 'oneContent'],
    ['14 quick replies', { text: 'x', quick_replies: Array(14).fill(reply('a')) }, 'quickReplyCount'],
    ['no quick replies', { text: 'x', quick_replies: [] }, 'quickReplyCount'],
    ['a quick-reply title of 21', { text: 'x', quick_replies: [reply(text(21))] }, 'quickReplyTitle'],
    ['a quick reply without title', { text: 'x', quick_replies: [reply('')] }, 'quickReplyTitle'],
    [
      'a quick reply without payload',
      { text: 'x', quick_replies: [{ content_type: 'text', title: 'a' }] },
      'malformed',
    ],
    ['quick replies without text', { attachment: image(), quick_replies: [reply('a')] }, 'quickReplyNeedsText'],
    ['4 buttons', buttons([postback, postback, postback, postback]), 'buttonCount'],
    ['no buttons', buttons([]), 'buttonCount'],
    ['a button text of 641', buttons([postback], text(641)), 'buttonText'],
    ['a button template without text', buttons([postback], ''), 'buttonText'],
    ['a phone button', buttons([{ type: 'phone_number', title: 'Call', payload: '+1' }]), 'buttonType'],
    ['a link without url', buttons([{ type: 'web_url', title: 'Open' }]), 'buttonType'],
    ['11 elements', generic(Array(11).fill({ title: 'T' })), 'genericCount'],
    ['no elements', generic([]), 'genericCount'],
    ['an element without title', generic([{ subtitle: 'S' }]), 'genericTitle'],
    ['an element title of 81', generic([{ title: text(81) }]), 'genericTitle'],
    ['a subtitle of 81', generic([{ title: 'T', subtitle: text(81) }]), 'genericSubtitle'],
    ['an element with 4 buttons', generic([{ title: 'T', buttons: Array(4).fill(link) }]), 'genericButtons'],
    ['a coupon template', template({ template_type: 'coupon' }), 'templateType'],
    ['an unknown attachment', { attachment: { type: 'gif', payload: { url: 'https://x.io/a' } } }, 'attachmentType'],
    ['an image without url', { attachment: { type: 'image' } }, 'malformed'],
    ['an image at ftp', { attachment: image('ftp://example.com/a.png') }, 'malformed'],
    ['an unknown upload', { attachment: { type: 'image', payload: { attachment_id: '1' } } }, 'attachmentUnknown'],
    ['11 images', { attachments: Array(11).fill(image()) }, 'images'],
    [
      'an image and a video',
      { attachments: [image(), { type: 'video', payload: { url: 'https://x.io/v' } }] },
      'images',
    ],
  ])('%s', async (_name, message, rule) => {
    const before = await stage.sim.ledger();
    expect(refusal(await stage.send(message))).toEqual(expected(rule));
    expect(await stage.sim.ledger()).toHaveLength(before.length);
  });

  it('cuts a long quick-reply title when told to do as Meta does', async () => {
    await stage.sim.configure({ longQuickReplyTitle: 'cut' });
    await stage.send({ text: 'pick', quick_replies: [reply(text(25))] });
    await stage.sim.configure({ longQuickReplyTitle: 'refuse' });
    const [last] = (await stage.sim.ledger()).slice(-1);
    expect(last?.content.quickReplies?.[0]?.title).toHaveLength(LIMITS.quickReplyTitle);
  });
});

describe('recipients, tags and targets', () => {
  it.each<[string, Record<string, unknown>, RuleName]>([
    ['an unknown person', { recipient: { id: '1' } }, 'recipientUnknown'],
    ['a retired tag', { messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' }, 'tag'],
    ['a tag type without tag', { messaging_type: 'MESSAGE_TAG' }, 'tag'],
    ['a tag on a response', { messaging_type: 'RESPONSE', tag: 'HUMAN_AGENT' }, 'tag'],
    ['an unknown messaging_type', { messaging_type: 'PROMO' }, 'malformed'],
    ['a reply to nothing', { reply_to: { mid: 'none' } }, 'replyTarget'],
  ])('refuses %s', async (_name, extra, rule) => {
    expect(refusal(await stage.send({ text: 'x' }, extra))).toEqual(expected(rule));
  });

  it.each([{}, { messaging_type: 'RESPONSE' }, { messaging_type: 'UPDATE' }, { tag: 'HUMAN_AGENT' }])(
    'accepts %j',
    async (extra) => expect((await stage.send({ text: 'x' }, extra)).status).toBe(200),
  );

  it("refuses another account's customer", async () => {
    const other = await stage.sim.createAccount({ username: 'other.shop' });
    const stranger = await stage.sim.createCustomer({ account: other.id, username: 'jane.doe' });
    await stage.sim.customer(stranger.id).sendsText('hi');
    const answer = await stage.send({ text: 'x' }, { recipient: { id: stranger.id } });
    expect(refusal(answer)).toEqual(expected('recipientUnknown'));
  });

  it('refuses while the person blocks the account', async () => {
    const jane = stage.sim.customer(stage.customer.id);
    await jane.change({ blocked: true });
    expect(refusal(await stage.send({ text: 'x' }))).toEqual(expected('recipientBlocked'));
    await jane.change({ blocked: false });
    expect((await stage.send({ text: 'x' })).status).toBe(200);
  });

  it('quotes a message of the thread and tells so in the echo', async () => {
    const { mid } = await stage.sim.customer(stage.customer.id).sendsText('this one?');
    const answer = await stage.send({ text: 'yes' }, { reply_to: { mid } });
    await stage.sim.whenIdle();
    const echo = stage.callback.items().at(-1);
    expect(echo).toMatchObject({ message: { mid: answer.body['message_id'], reply_to: { mid }, is_echo: true } });
  });

  it('refuses a recipient that names nobody', async () => {
    const answer = await stage.graph('POST', '/me/messages', { body: { recipient: {}, message: { text: 'x' } } });
    expect(refusal(answer)).toEqual({ status: 400, code: 100, subcode: undefined });
  });

  it('takes the parameters as a form with JSON inside, too', async () => {
    const form = new URLSearchParams({
      recipient: JSON.stringify({ id: stage.customer.id }),
      message: JSON.stringify({ text: 'by form' }),
      access_token: stage.token,
    });
    const answer = await fetch(`${stage.sim.url}/${stage.account.id}/messages`, { method: 'POST', body: form });
    expect(answer.status).toBe(200);
    expect((await stage.sim.ledger()).at(-1)?.content).toEqual({ text: 'by form' });
  });

  it('sends an upload by its id', async () => {
    const upload = await stage.graph('POST', '/me/message_attachments', { body: { message: { attachment: image() } } });
    const { attachment_id } = upload.body;
    const answer = await stage.send({ attachment: { type: 'image', payload: { attachment_id } } });
    expect(answer.status).toBe(200);
  });
});

describe('sender actions', () => {
  const act = (body: object): ReturnType<Stage['graph']> =>
    stage.graph('POST', '/me/messages', { body: { recipient: { id: stage.customer.id }, ...body } });

  it.each(['typing_on', 'typing_off', 'mark_seen'])('accepts %s, which is no message', async (sender_action) => {
    const before = (await stage.sim.ledger()).length;
    expect(await act({ sender_action })).toMatchObject({ status: 200, body: { recipient_id: stage.customer.id } });
    expect((await stage.sim.actions()).at(-1)).toMatchObject({ action: sender_action, customer: stage.customer.id });
    expect(await stage.sim.ledger()).toHaveLength(before);
  });

  it('reacts and takes the reaction back, without an echo', async () => {
    const { mid } = await stage.sim.customer(stage.customer.id).sendsText('nice');
    const payload = { message_id: mid, reaction: 'love' };
    expect((await act({ sender_action: 'react', payload })).status).toBe(200);
    const shown = await stage.graph('GET', `/${mid}?fields=reactions`);
    expect(shown.body['reactions']).toMatchObject({ data: [{ reaction: 'love' }] });
    expect((await act({ sender_action: 'unreact', payload })).status).toBe(200);
    expect((await stage.graph('GET', `/${mid}?fields=reactions`)).body['reactions']).toBeUndefined();
    await stage.sim.whenIdle();
    expect(stage.callback.items().some((item) => 'reaction' in item)).toBe(false);
  });

  it.each<[object, RuleName]>([
    [{ sender_action: 'dance' }, 'senderAction'],
    [{ sender_action: 'typing_on', message: { text: 'x' } }, 'senderActionAlone'],
    [{ sender_action: 'react', payload: { message_id: 'none', reaction: 'love' } }, 'reactionTarget'],
    [{ sender_action: 'typing_on', recipient: { id: '1' } }, 'recipientUnknown'],
  ])('refuses %j', async (body, rule) => expect(refusal(await act(body))).toEqual(expected(rule)));
});
