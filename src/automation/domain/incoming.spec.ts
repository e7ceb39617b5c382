import type { Occasion, TurnEvent } from '../../conversations';
import { incomingOf, isForOthers, isUnanswerable } from './incoming';

const base = { eventId: 'e', at: new Date('2026-06-01'), answerable: true };
type Message = Extract<TurnEvent, { kind: 'message' }>;
const message = (text: string, part: Partial<Message> = {}): Message => ({
  kind: 'message',
  ...base,
  text,
  attachments: [],
  ...part,
});
const stimulus = (part: Partial<Extract<TurnEvent, { kind: 'stimulus' }>>): TurnEvent => ({
  kind: 'stimulus',
  ...base,
  on: 'reaction',
  text: '',
  attachments: [],
  ...part,
});
const startedBy = (event: TurnEvent) => incomingOf(event).stimuli.map(({ on }) => on);

describe('what an event may start', () => {
  it.each<[string, Occasion[], string, string[]]>([
    ['a message', [], 'hi', ['dm_message']],
    ['an answer to a story', [{ on: 'story_reply' }], 'wow', ['story_reply', 'dm_message']],
    ['a message after an ad', [{ on: 'referral', ref: 'spring' }], 'price?', ['referral', 'dm_message']],
    ['a story that names the account', [{ on: 'story_mention' }], '', ['story_mention']],
    ['a story that is shared, with words', [{ on: 'story_share' }], 'look', ['story_share', 'dm_message']],
    ['an occasion that nobody knows', [{ on: 'eclipse' }], 'hi', ['dm_message']],
  ])('%s', (_, occasions, text, on) => {
    expect(startedBy(message(text, { occasions }))).toEqual(on);
  });

  it('a tap that a link led to', () => {
    const tap: TurnEvent = { kind: 'postback', ...base, payload: 'START', occasions: [{ on: 'referral', ref: 'qr' }] };
    expect(startedBy(tap)).toEqual(['referral', 'postback', 'ice_breaker', 'dm_message']);
    expect(incomingOf(tap).stimuli[0]).toMatchObject({ ref: 'qr' });
  });

  it('keeps the ref of the link, and what the ad is called, for the trigger', () => {
    const [followed] = incomingOf(
      message('hi', { occasions: [{ on: 'referral', ref: 'spring', payload: '12' }] }),
    ).stimuli;
    expect(followed).toMatchObject({ on: 'referral', ref: 'spring', payload: '12', text: 'hi' });
  });

  it('a reaction, by what it is', () => {
    expect(incomingOf(stimulus({ text: '❤️', payload: 'love' }))).toMatchObject({
      event: null,
      stimuli: [{ on: 'reaction', text: '❤️', payload: 'love' }],
    });
  });
});

describe('what an open session is told', () => {
  it('an answer to a story is an answer', () => {
    expect(incomingOf(message('yes', { occasions: [{ on: 'story_reply' }] })).event).toMatchObject({ kind: 'message' });
  });

  it('that somebody names the account in a story is none', () => {
    const attachments = [{ type: 'story_mention', url: 'https://cdn.example/1' }];
    const { event, message: first } = incomingOf(message('', { attachments, occasions: [{ on: 'story_mention' }] }));
    expect(event).toBeNull();
    expect(first.attachmentUrls).toEqual(['https://cdn.example/1']);
  });
});

it('what another app answers is not ours to answer', () => {
  expect([message('hi', { standby: true, answerable: false }), message('hi')].map(isForOthers)).toEqual([true, false]);
  expect(isUnanswerable(message('hi', { answerable: false }))).toBe(true);
});
