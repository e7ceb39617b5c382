import { AutomationPlayer, text } from '../../../test/support/automation-player';
import { compiled, flow, keywords, node } from '../../../test/support/flow-fixtures';
import type { ShownMessage } from '../../conversations';
import { interleave, sessionOfEffect, timelineItems } from './timeline';
import { type TurnRecord, turnRecordOf } from './turn-record';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
const message = (id: string, seconds: number, more: Partial<ShownMessage> = {}): ShownMessage => ({
  id,
  direction: 'in',
  origin: 'participant',
  status: 'received',
  reactions: [],
  earlierTexts: [],
  text: id,
  attachments: [],
  at: at(seconds),
  ...more,
});
const record = (eventId: string, seconds: number): TurnRecord =>
  turnRecordOf({ event: { kind: 'hold', eventId }, at: at(seconds), correlationId: 'c' });

const idsOf = ({ messages, records }: ReturnType<typeof interleave>) => [
  ...messages.map(({ id }) => id),
  ...records.map(({ eventId }) => eventId),
];

describe('a page of the timeline', () => {
  it('takes the newest of both, and says where the next begins', () => {
    const page = interleave([message('m3', 3), message('m1', 1)], [record('r4', 4), record('r2', 2)], 3);
    expect(idsOf(page)).toEqual(['m3', 'r4', 'r2']);
    expect(page.next).toEqual({ at: at(2), id: 'r2' });
  });

  it('ends nowhere but between two places', () => {
    const page = interleave([message('e1', 1), message('m0', 0)], [record('e1', 1)], 1);
    expect(idsOf(page)).toEqual(['e1', 'e1']);
    expect(page.next).toEqual({ at: at(1), id: 'e1' });
  });

  it('is the last one when nothing is left', () => {
    expect(interleave([message('m', 1)], [record('r', 2)], 2).next).toBeUndefined();
    expect(interleave([], [], 2).next).toBeUndefined();
  });
});

describe('its items', () => {
  const MENU = compiled(
    flow(
      [
        node('start', 'trigger', keywords('hi')),
        node('hello', 'send_message', { text: 'Hello' }),
        node('more', 'send_message', { text: 'More' }),
      ],
      ['start -> hello', 'hello -> more'],
    ),
  );
  const chat = new AutomationPlayer().with('menu', MENU).take(text('hi'));
  const [hello, more] = chat.last.sends.map(({ id }) => id);
  const started = turnRecordOf({
    event: { kind: 'message', eventId: 'e1', at: at(1), answerable: true, text: 'hi', attachments: [] },
    at: at(1),
    correlationId: 'c',
    explanation: chat.last.explanation ?? {},
  });
  const bot = (id = '', more: Partial<ShownMessage> = {}) =>
    message(id, 2, { direction: 'out', origin: 'bot', status: 'sent', ...more });

  it('tell of each message of the bot which trigger, node and way led to it', () => {
    const [item] = timelineItems({ messages: [bot(more)], records: [] }, [started], []);
    expect(item).toMatchObject({
      kind: 'message',
      why: {
        eventId: 'e1',
        automationId: 'menu',
        nodeId: 'more',
        trigger: { instanceId: 'menu', outcome: 'chosen' },
      },
    });
    const first = timelineItems({ messages: [bot(hello)], records: [] }, [started], [])[0];
    expect(first).toMatchObject({ why: { nodeId: 'hello' } });
    expect(JSON.stringify(first)).not.toContain('more');
  });

  it('tell nothing of it for what people write, nor when the reasons are gone', () => {
    for (const one of [message('m', 1), bot('unknown-1')])
      expect(timelineItems({ messages: [one], records: [] }, [started], [])[0]).not.toHaveProperty('why');
  });

  it('tell of each decision what became of its effects', () => {
    const failed = bot(hello, { status: 'failed', error: { code: 'X', message: 'no' } });
    const [item] = timelineItems({ messages: [], records: [started] }, [], [failed]);
    expect(item).toMatchObject({
      kind: 'decision',
      effects: [
        { id: hello, kind: 'send', result: 'failed', error: { code: 'X' } },
        { id: more, kind: 'send', result: 'withdrawn' },
      ],
    });
  });

  it('stand newest first', () => {
    const items = timelineItems({ messages: [message('a', 1), message('c', 3)], records: [record('b', 2)] }, [], []);
    expect(items.map((item) => item.at)).toEqual([at(3), at(2), at(1)]);
  });

  it('know the session of an effect by its id', () => {
    expect(sessionOfEffect(hello ?? '')).toBe(started.sessionIds[0]);
    expect(sessionOfEffect('x')).toBe('');
  });
});
