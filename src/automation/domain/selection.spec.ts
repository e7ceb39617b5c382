import { AutomationPlayer, tap, text } from '../../../test/support/automation-player';
import { anyMessage, compiled, flow, keywords, node } from '../../../test/support/flow-fixtures';
import { readState } from './automation-state';
import { CLASSIFY_INTENTS } from '../../flows';

const intent = (...intents: string[]) => ({
  match: { mode: 'intent', intents, description: `About ${intents.join()}` },
});

/** Says its name and what it was started with, and waits. */
const speaker = (name: string, trigger: object) =>
  compiled(
    flow(
      [
        node('start', 'trigger', trigger as Record<string, unknown>),
        node('say', 'send_message', { text: `${name}: {{ message.text }}` }),
        node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
        node('end', 'end'),
      ],
      ['start -> say', 'say -> wait', 'wait.reply -> end', 'wait.timeout -> end'],
    ),
  );

const player = () =>
  new AutomationPlayer()
    .with('any', speaker('any', anyMessage))
    .with('booking', speaker('booking', intent('book')))
    .with('prices', speaker('prices', { ...intent('ask_price'), priority: 5 }))
    .with('human', speaker('human', keywords('human')));

const considered = ({ last }: AutomationPlayer) =>
  Object.fromEntries(last.reasons.considered.map(({ instanceId, outcome }) => [instanceId, outcome]));

const answer = (candidate: string | null) => ({ ok: true as const, value: { candidate } });

describe('a selection by intent', () => {
  it('asks the classifier once about all candidates, the one of higher priority first', () => {
    const chat = player().take(text('a haircut tomorrow?'));
    expect(chat.texts).toEqual([]);
    expect(chat.last.tasks).toEqual([
      {
        id: expect.any(String) as string,
        kind: CLASSIFY_INTENTS,
        input: {
          text: 'a haircut tomorrow?',
          candidates: [
            { id: 'prices:start', automation: 'prices', intents: ['ask_price'], description: 'About ask_price' },
            { id: 'booking:start', automation: 'booking', intents: ['book'], description: 'About book' },
          ],
        },
      },
    ]);
    expect(chat.last.timers.arm).toMatchObject([{ dueAt: new Date(chat.now.getTime() + 10_000) }]);
    expect(chat.last.reasons.outcome).toBe('selecting');
    expect(considered(chat)).toEqual({ any: 'outranked', booking: 'asked', prices: 'asked', human: 'no_keyword' });
  });

  it('is told nothing of a reaction meanwhile: that is nothing the person has written', () => {
    const chat = player().take(text('a haircut tomorrow?'));
    const before = readState(chat.state).selecting;
    chat.take({ kind: 'stimulus', on: 'reaction', text: '❤️', payload: 'love', attachments: [] });
    expect(readState(chat.state).selecting).toEqual(before);
    expect(chat.last.reasons.outcome).toBe('silent');
    chat.take(text('at ten'));
    expect(readState(chat.state).selecting?.messages.map((message) => message.text)).toEqual([
      'a haircut tomorrow?',
      'at ten',
    ]);
  });

  it('starts what the classifier names, and says why the others did not', () => {
    const chat = player().take(text('a haircut?')).finishTask(answer('booking:start'));
    expect(chat.texts).toEqual(['booking: a haircut?']);
    expect(considered(chat)).toMatchObject({ booking: 'chosen', prices: 'outranked' });
    expect(chat.last.timers.cancel).toHaveLength(1);
  });

  it.each([
    ['none', answer(null)],
    ['one that was not asked about', answer('human:start')],
    ['nothing, by an error', { ok: false as const, error: 'no executor' }],
  ])('falls back to what takes any message when the classifier names %s', (_what, outcome) => {
    const chat = player().take(text('hm')).finishTask(outcome);
    expect(chat.texts).toEqual(['any: hm']);
    expect(considered(chat)).toMatchObject({ any: 'chosen', booking: 'no_intent', prices: 'no_intent' });
  });

  it('does not start one that was switched on after the question, nor one that was switched off', () => {
    const chat = player().take(text('hm'));
    chat.with('late', speaker('late', intent('late'))).finishTask(answer('late:start'));
    expect(chat.texts).toEqual(['any: hm']);
    const other = player().take(text('hm')).without('booking').finishTask(answer('booking:start'));
    expect(other.texts).toEqual(['any: hm']);
  });

  it('does the same when there is no answer for 10 seconds, and ignores one that comes later', () => {
    const chat = player().take(text('hm')).letPass(9_999);
    expect(chat.texts).toEqual([]);
    expect(chat.letPass(1).texts).toEqual(['any: hm']);
    expect(chat.finishTask(answer('booking:start')).texts).toEqual(['any: hm']);
    expect(chat.last.reasons).toMatchObject({ outcome: 'silent', reason: 'not_awaited' });
  });

  it('takes newer messages along', () => {
    const chat = player().take(text('hello')).take(text('a haircut')).take(text('tomorrow'));
    expect(chat.last.reasons.outcome).toBe('joined');
    expect(chat.last.tasks).toEqual([]);
    const [task] = chat.decisions[0]?.tasks ?? [];
    chat.take({
      kind: 'task-result',
      taskId: task?.id ?? '',
      taskKind: CLASSIFY_INTENTS,
      outcome: answer('booking:start'),
    });
    expect(chat.texts).toEqual(['booking: hello\na haircut\ntomorrow']);
  });

  it('ends at a keyword in a newer message', () => {
    const chat = player().take(text('hello')).take(text('a human please'));
    expect(chat.texts).toEqual(['human: hello\na human please']);
    expect(readState(chat.state).selecting).toBeNull();
    expect(chat.finishTask(answer('booking:start')).texts).toHaveLength(1);
  });

  it('ends when a person takes over', () => {
    const chat = player().take(text('hello'));
    chat.take({ kind: 'hold' }, { held: true, lastHoldUntil: new Date(chat.now.getTime() + 60_000) });
    chat.finishTask(answer('booking:start'));
    expect(chat.letPass(60_000).texts).toEqual([]);
  });

  it('does not begin while a session is open', () => {
    const chat = new AutomationPlayer()
      .with(
        'menu',
        compiled(
          flow(
            [
              node('start', 'trigger', keywords('menu')),
              node('pick', 'send_message', { text: 'Pick', quickReplies: [{ id: 'a', title: 'A' }] }),
              node('end', 'end'),
            ],
            ['start -> pick', 'pick.a -> end'],
          ),
        ),
      )
      .with('booking', speaker('booking', intent('book')))
      .take(text('menu'))
      .take(text('a haircut'));
    expect(chat.last.tasks).toEqual([]);
    expect(chat.last.reasons).toMatchObject({ outcome: 'silent', reason: 'session_open' });
    expect(considered(chat)).toEqual({ menu: 'no_keyword', booking: 'session_open' });
  });
});

describe('what a keyword asks for', () => {
  it('goes by priority, then by age', () => {
    const chat = new AutomationPlayer()
      .with('old', speaker('old', keywords('sale')))
      .with('young', speaker('young', keywords('sale')))
      .with('urgent', speaker('urgent', { ...keywords('sale'), priority: 1 }));
    expect(chat.take(text('sale')).texts).toEqual(['urgent: sale']);
    expect(considered(chat)).toEqual({ old: 'outranked', young: 'outranked', urgent: 'chosen' });
    chat.without('urgent').take(text('sale')).take(text('sale'));
    expect(chat.texts.at(-1)).toBe('old: sale');
  });
});

describe('a tap that no button of a flow gave', () => {
  it.each([
    ['a postback', { on: 'postback', refs: ['ORDER'], match: { mode: 'any' } }],
    ['an ice breaker', { on: 'ice_breaker', refs: ['ORDER'], match: { mode: 'any' } }],
    ['a typed keyword', keywords('order')],
  ])('may be %s', (_what, trigger) => {
    const chat = new AutomationPlayer().with('order', speaker('order', trigger)).take(tap('ORDER', 'My order'));
    expect(chat.texts).toEqual(['order: My order']);
  });

  it('starts nothing for another payload', () => {
    const trigger = { on: 'postback', refs: ['ORDER'], match: { mode: 'any' } };
    expect(new AutomationPlayer().with('o', speaker('o', trigger)).take(tap('OTHER', 'Hi')).texts).toEqual([]);
  });
});

it('tells what a channel signals from what is written', () => {
  const chat = new AutomationPlayer().with('story', speaker('story', { on: 'story_reply', match: { mode: 'any' } }));
  expect(chat.take(text('nice')).texts).toEqual([]);
  chat.take({ kind: 'stimulus', on: 'story_reply', text: 'nice', attachments: [] });
  expect(chat.texts).toEqual(['story: nice']);
  expect(chat.take({ kind: 'stimulus', on: 'unheard_of', text: 'x', attachments: [] }).texts).toHaveLength(1);
});
