import fc from 'fast-check';
import { AutomationPlayer, command, tap, text } from '../../../../test/support/automation-player';
import { compiled, flow, keywords, node } from '../../../../test/support/flow-fixtures';
import type { CommentFacts, OutgoingContent } from '../../../conversations';
import type { JsonObject } from '../../../conversations';
import { readState } from '../automation-state';
import type { CommentNote } from './comment-memory';

const DAY = 24 * 3_600_000;
const AT = new Date('2026-01-01');
const UNTIL = new Date(AT.getTime() + 7 * DAY);

const onComment = (data: JsonObject = {}) =>
  node('comment', 'trigger', { on: 'post_comment', ...keywords('link'), ...data });
const opening = node('opening', 'send_message', {
  text: 'Shall we send it?',
  buttons: [{ id: 'yes', title: 'Yes' }],
});
const EDGES = ['comment -> opening', 'opening.yes -> sent'];
const sent = node('sent', 'send_message', { text: 'Here it is.' });

const ruleWith = (data: JsonObject = {}, settings: JsonObject = {}) =>
  compiled({ ...flow([onComment(data), opening, sent], EDGES), settings });
const player = (data: JsonObject = {}) => new AutomationPlayer().with('rule', ruleWith(data));

const comment = (words: string, facts: Partial<CommentFacts> = {}) => ({
  kind: 'stimulus' as const,
  on: facts.isLive === true ? 'live_comment' : 'post_comment',
  text: words,
  attachments: [],
  comment: { commentId: 'c1', mediaId: 'p1', isLive: false, ...facts },
});

const said = ({ last }: AutomationPlayer): OutgoingContent[] => last.sends.map(({ content }) => content);
const notes = ({ state }: AutomationPlayer): CommentNote[] => readState(state).comments?.notes ?? [];
const briefly = (chat: AutomationPlayer) =>
  notes(chat).map(({ commentId, status, reason }) => [commentId, status, ...(reason === undefined ? [] : [reason])]);

describe('a comment that a trigger is meant for', () => {
  it('is answered privately, once, with the button of the flow', () => {
    const chat = player().take(comment('the LINK please'));
    expect(said(chat)).toEqual([
      {
        kind: 'private-reply',
        commentId: 'c1',
        text: 'Shall we send it?',
        buttons: [{ title: 'Yes', payload: expect.any(String) as string }],
        permittedUntil: UNTIL,
      },
    ]);
    expect(chat.last.sends[0]?.permittedUntil).toEqual(UNTIL);
    expect(notes(chat)).toEqual([
      {
        commentId: 'c1',
        at: AT.getTime(),
        instanceId: 'rule',
        status: 'pending',
        sendId: chat.last.sends[0]?.id,
        until: UNTIL.getTime(),
      },
    ]);
  });

  it('opens the way to ordinary messages when the person answers', () => {
    const chat = player().take(comment('link'));
    chat.take(tap(chat.payloads[0] ?? ''));
    expect(said(chat)).toEqual([{ kind: 'text', text: 'Here it is.' }]);
    expect(briefly(chat)).toEqual([['c1', 'pending']]);
  });

  it('says the disclosure and the message in one', () => {
    const chat = new AutomationPlayer().with('rule', ruleWith({}, { disclosure: { text: 'I am a bot.' } }));
    expect(said(chat.take(comment('link')))).toMatchObject([{ text: 'I am a bot.\n\nShall we send it?' }]);
  });

  it('joins texts that would not fit together, and cuts them at a sentence', () => {
    const long = { text: `${'A long sentence. '.repeat(40)}` };
    const chat = new AutomationPlayer().with('rule', ruleWith({}, { disclosure: long }));
    const [content] = said(chat.take(comment('link')));
    if (content?.kind !== 'private-reply') throw new Error('No private reply.');
    expect([...content.text].length).toBeLessThanOrEqual(640);
    expect(content.text).toMatch(/\.$/);
    expect(content.buttons).toHaveLength(1);
    expect(chat.last.sends).toHaveLength(1);
  });

  it('makes buttons of quick replies', () => {
    const quick = node('opening', 'send_message', { text: 'Well?', quickReplies: [{ id: 'yes', title: 'Yes' }] });
    const chat = new AutomationPlayer().with('rule', compiled(flow([onComment(), quick, sent], EDGES)));
    expect(said(chat.take(comment('link')))).toMatchObject([{ kind: 'private-reply', buttons: [{ title: 'Yes' }] }]);
  });

  it('is answered late, when the flow waits before it speaks', () => {
    const wait = node('wait', 'delay', { mode: 'for', amount: 2, unit: 'hours' });
    const edges = ['comment -> wait', 'wait -> opening', 'opening.yes -> sent'];
    const chat = new AutomationPlayer().with('rule', compiled(flow([onComment(), wait, opening, sent], edges)));
    chat.take(comment('link'));
    expect(notes(chat)).toMatchObject([{ status: 'pending', instanceId: 'rule' }]);
    expect(notes(chat)[0]).not.toHaveProperty('sendId');
    chat.letPass(2 * 3_600_000);
    expect(said(chat)).toMatchObject([{ kind: 'private-reply', commentId: 'c1', permittedUntil: UNTIL }]);
    expect(notes(chat)).toMatchObject([{ status: 'pending', sendId: chat.last.sends[0]?.id }]);
  });

  it('of a live broadcast is answered while that may last', () => {
    const live = compiled(
      flow(
        [node('comment', 'trigger', { on: 'live_comment' }), opening, sent],
        ['comment -> opening', 'opening.yes -> sent'],
      ),
    );
    const chat = new AutomationPlayer().with('rule', live).take(comment('hi', { isLive: true }));
    expect(said(chat)).toMatchObject([{ isLive: true, permittedUntil: new Date(AT.getTime() + DAY / 6) }]);
  });

  it('is answered in public, too, where the flow does', () => {
    const inPublic = node('public', 'reply_to_comment', { text: 'See your messages!' });
    const edges = ['comment -> public', 'public -> opening', 'opening.yes -> sent'];
    const chat = new AutomationPlayer().with('rule', compiled(flow([onComment(), inPublic, opening, sent], edges)));
    chat.take(comment('link'));
    expect(chat.last.tasks).toMatchObject([
      { kind: 'reply_to_comment', input: { commentId: 'c1', text: 'See your messages!' } },
    ]);
  });
});

describe('a private reply that could not be delivered', () => {
  const undelivered = (sendId: string) => command('undelivered', { sendId, reason: '100/2534025' });

  it('ends its session, which would wait for an answer in vain', () => {
    const chat = player().take(comment('link'));
    chat.take(undelivered(chat.last.sends[0]?.id ?? ''));
    const { running, ended } = readState(chat.state);
    expect(running).toBeNull();
    expect(ended?.flow.status).toBe('failed');
    expect(JSON.stringify(chat.last.reasons.steps)).toContain('could not be delivered: 100/2534025');
  });

  it('ends no other session', () => {
    const chat = player().take(comment('link')).take(undelivered('another-session-1'));
    expect(readState(chat.state).running).not.toBeNull();
    expect(chat.last.reasons).toMatchObject({ outcome: 'silent', reason: 'not_possible' });
  });
});

describe('what a trigger for comments is meant for', () => {
  it.each<[string, JsonObject, Partial<CommentFacts>, boolean]>([
    ['its post', { media: ['p1'] }, {}, true],
    ['another post', { media: ['p2'] }, {}, false],
    ['an ad of its post', { media: ['p1'] }, { mediaId: 'ad1', originalMediaId: 'p1' }, true],
    ['no post in particular', { media: [] }, { mediaId: 'p9' }, true],
    ['its account', { accounts: ['a1'] }, {}, true],
    ['another account', { accounts: ['a2'] }, {}, false],
  ])('%s', (_, data, facts, fires) => {
    expect(player(data).take(comment('link', facts)).last.sends).toHaveLength(fires ? 1 : 0);
  });

  it('and what not says why, and leaves nothing on record', () => {
    const chat = player({ media: ['p2'] }).take(comment('link'));
    expect(chat.last.reasons.considered).toMatchObject([{ outcome: 'other_post', detail: 'p1' }]);
    expect(notes(chat)).toEqual([]);
  });

  it.each<[string | undefined, string[]]>([
    ['person', ['c1']],
    ['post', ['c1', 'c3']],
    ['comment', ['c1', 'c2', 'c3']],
    [undefined, ['c1', 'c2', 'c3']],
  ])('once for each %s', (once, answered) => {
    const chat = player(once === undefined ? {} : { once });
    for (const [commentId, mediaId] of [
      ['c1', 'p1'],
      ['c2', 'p1'],
      ['c3', 'p2'],
    ] as const)
      chat.take(comment('link', { commentId, mediaId }));
    const replies = chat.decisions.flatMap(({ sends }) => sends.map(({ content }) => content));
    expect(replies.flatMap((it) => (it.kind === 'private-reply' ? [it.commentId] : []))).toEqual(answered);
    const left = ['c1', 'c2', 'c3'].filter((id) => !answered.includes(id));
    expect(briefly(chat).filter(([, status]) => status === 'skipped')).toEqual(
      left.map((id) => [id, 'skipped', 'already_replied']),
    );
  });

  it('an ad counts as its post', () => {
    const chat = player({ once: 'post' }).take(comment('link'));
    chat.take(comment('link', { commentId: 'c2', mediaId: 'ad1', originalMediaId: 'p1' }));
    expect(said(chat)).toEqual([]);
    expect(chat.last.reasons.considered).toMatchObject([{ outcome: 'already_replied' }]);
  });
});

describe('a comment that is not answered', () => {
  it.each<[string, (chat: AutomationPlayer) => unknown, string]>([
    ['while a person has the conversation', (chat) => chat.take(comment('link'), { held: true }), 'held'],
    ['that came too late', (chat) => chat.take({ ...comment('link'), answerable: false }), 'too_late'],
  ])('%s is on record with the reason', (_, act, reason) => {
    const chat = player();
    act(chat);
    expect(said(chat)).toEqual([]);
    expect(briefly(chat)).toEqual([['c1', 'skipped', reason]]);
  });

  it('because no keyword is in it leaves nothing on record', () => {
    expect(notes(player().take(comment('how nice')))).toEqual([]);
  });

  it('by a flow that ends without a word is on record with its outcome', () => {
    const check = node('check', 'condition', { all: [{ left: 'contact.tags', op: 'contains', right: 'no' }] });
    const end = node('end', 'end', { outcome: 'opted_out' });
    const edges = ['comment -> check', 'check.true -> end', 'check.false -> opening', 'opening.yes -> sent'];
    const chat = new AutomationPlayer().with('rule', compiled(flow([onComment(), check, end, opening, sent], edges)));
    chat.surroundings = { ...chat.surroundings, contact: { email: null, tags: ['no'] } as never };
    chat.take(comment('link'));
    expect(said(chat)).toEqual([]);
    expect(briefly(chat)).toEqual([['c1', 'skipped', 'opted_out']]);
  });

  it('because the person wrote first is on record, and what follows is an ordinary message', () => {
    const ask = node('ask', 'wait_for_reply', { timeoutSeconds: 60 });
    const end = node('end', 'end');
    const edges = ['comment -> ask', 'ask.reply -> sent', 'ask.timeout -> end'];
    const chat = new AutomationPlayer().with('rule', compiled(flow([onComment(), ask, sent, end], edges)));
    chat.take(comment('link')).take(text('hello?'));
    expect(said(chat)).toEqual([{ kind: 'text', text: 'Here it is.' }]);
    expect(briefly(chat)).toEqual([['c1', 'skipped', 'person_wrote']]);
  });

  it('because another session takes its place is on record', () => {
    const wait = node('wait', 'delay', { mode: 'for', amount: 2, unit: 'hours' });
    const slow = compiled(
      flow([onComment(), wait, opening, sent], ['comment -> wait', 'wait -> opening', 'opening.yes -> sent']),
    );
    const chat = new AutomationPlayer().with('rule', slow).take(comment('link'));
    chat.take(comment('link', { commentId: 'c2' }));
    expect(briefly(chat)).toEqual([
      ['c1', 'skipped', 'superseded'],
      ['c2', 'pending'],
    ]);
  });
});

it('whatever happens, a comment is answered privately once at most, and what is on record does not grow without bound', () => {
  const anyEvent = fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 }))
      .map(([id, post]) => comment('link', { commentId: `c${id}`, mediaId: `p${post}` })),
    fc.constant(text('hello')),
    fc.constant(text('yes')),
  );
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 120 }),
      fc.constantFrom('person', 'post', 'comment'),
      (events, once) => {
        const chat = player({ once });
        const seen = new Set<string>();
        for (const event of events) {
          if (event.kind === 'stimulus' && seen.has(event.comment.commentId)) continue;
          if (event.kind === 'stimulus') seen.add(event.comment.commentId);
          chat.take(event);
        }
        const answered = chat.decisions
          .flatMap(({ sends }) => sends.map(({ content }) => content))
          .flatMap((content) => (content.kind === 'private-reply' ? [content.commentId] : []));
        expect(new Set(answered).size).toBe(answered.length);
        expect(notes(chat).length).toBeLessThanOrEqual(30);
        expect(readState(chat.state).comments?.answered.length ?? 0).toBeLessThanOrEqual(200);
      },
    ),
    { numRuns: 60 },
  );
});
