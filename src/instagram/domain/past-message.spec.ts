import { decodeWebhook } from './decode-webhook';
import { inOrder, pastEventOf } from './past-message';

const ACCOUNT = { igUserId: '17841400000000001', igScopedId: '555' };
const JANE = { id: '900000000000001', username: 'jane.doe' };
const LUNA = { id: ACCOUNT.igUserId, username: 'luna.ceramics' };
const AT = new Date(1_790_000_000_000);
const past = (part: Partial<Parameters<typeof pastEventOf>[0]> = {}) => ({
  mid: 'm1',
  at: AT,
  from: JANE,
  to: [LUNA],
  text: 'hi',
  attachments: [],
  isUnsupported: false,
  ...part,
});

describe('a message of the past', () => {
  it.each([
    ['the participant', past(), { sender: { id: JANE.id }, recipient: { id: LUNA.id } }, {}],
    [
      'the account',
      past({ from: LUNA, to: [JANE] }),
      { sender: { id: LUNA.id }, recipient: { id: JANE.id } },
      { is_echo: true },
    ],
  ])('by %s is what its webhook would have been, under the same key', (_, message, people, more) => {
    const item = { ...people, timestamp: AT.getTime(), message: { mid: 'm1', text: 'hi', ...more } };
    const [decoded] = decodeWebhook({ object: 'instagram', entry: [{ id: LUNA.id, messaging: [item] }] }) ?? [];
    const { dedupeKey, kind, participantId, at } = decoded?.kind === 'event' ? decoded.event : {};
    expect(pastEventOf(message, ACCOUNT, 'gap')).toMatchObject({
      dedupeKey,
      kind,
      participantId,
      at,
      mid: 'm1',
      text: 'hi',
      backfill: 'gap',
      username: 'jane.doe',
    });
  });

  it('knows the account by either id', () => {
    const message = past({ from: { id: ACCOUNT.igScopedId }, to: [JANE] });
    expect(pastEventOf(message, ACCOUNT, 'history')).toMatchObject({ kind: 'echo', participantId: JANE.id });
  });

  it.each([
    ['nobody', []],
    ['the account itself', [LUNA]],
    ['no id', [{ id: '' }]],
  ])('from the account to %s is nobody’s', (_, to) => {
    expect(pastEventOf(past({ from: LUNA, to }), ACCOUNT, 'history')).toBeNull();
  });

  it('comes after those that were written before, also within one second', () => {
    const next = new Date(AT.getTime() + 1_000);
    const newestFirst = [past({ mid: 'm4', at: next }), past({ mid: 'm3' }), past({ mid: 'm2' }), past({ mid: 'm1' })];
    const ordered = inOrder(newestFirst);
    expect(ordered.map(({ mid }) => mid)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(ordered.map(({ at }) => at.getTime() - AT.getTime())).toEqual([0, 1, 2, 1_000]);
  });

  it('keeps what hangs on it', () => {
    const attachments = [{ type: 'image', url: 'https://cdn.example/1' }, { type: 'story' }];
    const message = past({ text: '', attachments, replyToMid: 'm0', isUnsupported: true });
    const event = pastEventOf(message, ACCOUNT, 'history');
    const received = [attachments[0], { type: 'story', isStory: true }];
    expect(event).toMatchObject({ attachments: received, replyTo: { mid: 'm0' }, isUnsupported: true });
    expect(event).not.toHaveProperty('text');
  });
});
