import { AutomationPlayer, quickReply, tap, text, voice } from '../../../test/support/automation-player';
import { compiled, flow, keywords, node } from '../../../test/support/flow-fixtures';
import { readState } from './automation-state';
import { LISTENING_MS } from './listening';

/** Says what it was started with, and waits for more. */
const echo = (trigger: object) =>
  compiled(
    flow(
      [
        node('start', 'trigger', trigger as Record<string, unknown>),
        node('say', 'send_message', { text: 'You said: {{ message.text }}' }),
        node('wait', 'wait_for_reply', { timeoutSeconds: 600 }),
        node('again', 'send_message', { text: 'And: {{ message.text }}' }),
        node('end', 'end'),
      ],
      ['start -> say', 'say -> wait', 'wait.reply -> again', 'again -> end', 'wait.timeout -> end'],
    ),
  );

function hearing(): AutomationPlayer {
  const chat = new AutomationPlayer().with('any', echo({ match: { mode: 'any' } }));
  chat.surroundings = { ...chat.surroundings, hearsVoice: true };
  return chat;
}

const words = (messageId: string, said: string) => ({ kind: 'transcript' as const, messageId, text: said });
const listening = ({ state }: AutomationPlayer) => readState(state).listening;

describe('a voice note', () => {
  it('waits for its words, and is answered by them, once', () => {
    const chat = hearing().take(voice());
    expect(chat.texts).toEqual([]);
    expect(chat.last.reasons.outcome).toBe('listening');
    expect(chat.last.timers.arm).toMatchObject([{ dueAt: new Date(chat.now.getTime() + LISTENING_MS) }]);
    chat.take(words('e0', 'do you ship?'));
    expect(chat.texts).toEqual(['You said: do you ship?']);
    expect(listening(chat)).toBeUndefined();
    chat.letPass(LISTENING_MS).take(words('e0', 'do you ship?'));
    expect(chat.texts).toHaveLength(1);
    expect(chat.last.reasons).toMatchObject({ outcome: 'silent', reason: 'not_awaited' });
  });

  it('is answered as what it is when the words take too long, and not again when they come', () => {
    const chat = hearing().take(voice()).letPass(LISTENING_MS);
    expect(chat.texts).toEqual(['You said: ']);
    expect(chat.take(words('e0', 'late')).texts).toHaveLength(1);
  });

  it('is answered as what it is when nobody can tell what it says', () => {
    const chat = hearing().take(voice()).take(words('e0', ''));
    expect(chat.texts).toEqual(['You said: ']);
    expect(chat.letPass(LISTENING_MS).texts).toHaveLength(1);
  });

  it('starts what its words ask for', () => {
    const chat = hearing()
      .with('price', echo(keywords('price')))
      .take(voice())
      .take(words('e0', 'what is the price'));
    expect(chat.last.reasons.considered.find(({ outcome }) => outcome === 'chosen')?.instanceId).toBe('price');
  });

  it('goes to the open session, which waited for it', () => {
    const chat = hearing().take(text('hello')).take(voice());
    expect(chat.texts).toEqual(['You said: hello']);
    chat.take(words('e1', 'red'));
    expect(chat.texts).toEqual(['You said: hello', 'And: red']);
    expect(chat.last.reasons.outcome).toBe('continued');
  });

  it('keeps what follows it in its place', () => {
    const chat = hearing().take(voice()).take(text('second')).take(voice('https://cdn.example/2'));
    expect(chat.texts).toEqual([]);
    chat.take(words('e2', 'third'));
    expect(chat.texts).toEqual([]);
    chat.take(words('e0', 'first'));
    expect(chat.texts).toEqual(['You said: first\nsecond\nthird']);
  });

  it.each([
    ['a tap', tap('START', 'Start')],
    ['a quick reply', quickReply('other', 'Yes')],
    ['a reaction', { kind: 'stimulus' as const, on: 'reaction', text: '❤', attachments: [] }],
  ])('is answered first when %s follows', (_what, event) => {
    const chat = hearing().take(voice()).take(event);
    expect(chat.texts[0]).toBe('You said: ');
    expect(chat.take(words('e0', 'late')).texts.filter((it) => it.includes('late'))).toEqual([]);
  });

  it('is for the person who takes over meanwhile', () => {
    const chat = hearing()
      .take(voice())
      .take({ kind: 'hold' }, { held: true, lastHoldUntil: new Date('2030-01-01') });
    expect(listening(chat)).toBeUndefined();
    expect(chat.take(words('e0', 'hello')).letPass(LISTENING_MS).texts).toEqual([]);
  });

  it('is what it is at once where nobody puts it into words', () => {
    const chat = new AutomationPlayer().with('any', echo({ match: { mode: 'any' } })).take(voice());
    expect(chat.texts).toEqual(['You said: ']);
    expect(chat.last.timers.arm.map(({ dueAt }) => dueAt.getTime() - chat.now.getTime())).not.toContain(LISTENING_MS);
  });

  it('is answered before the eleventh message', () => {
    const chat = hearing().take(voice());
    for (let index = 1; index <= 10; index += 1) chat.take(text(`${index}`));
    expect(chat.texts[0]).toBe('You said: 1\n2\n3\n4\n5\n6\n7\n8\n9');
    expect(chat.texts[1]).toBe('And: 10');
  });

  it('counts as an exchange, so that two bots that speak are parted, too', () => {
    const chat = hearing();
    chat.surroundings = { ...chat.surroundings, exchangesPerMinute: 1 };
    chat.take(voice()).take(words('e0', 'one')).take(voice()).take(words('e2', 'two'));
    expect(chat.last.hold).toBeDefined();
  });
});
