import { AutomationPlayer, text } from '../../../test/support/automation-player';
import { compiled, flow, keywords, node } from '../../../test/support/flow-fixtures';
import type { DecidedEvent, TurnEvent } from '../../conversations';
import { turnRecordOf } from './turn-record';

const at = new Date('2026-01-01');
const ASK = compiled(
  flow([node('start', 'trigger', keywords('hi')), node('ask', 'send_message', { text: 'Hello' })], ['start -> ask']),
);
const message: TurnEvent = { kind: 'message', eventId: 'e1', at, answerable: true, text: 'hi', attachments: [] };
const decided = (more: Partial<DecidedEvent> = {}): DecidedEvent => ({
  event: message,
  at,
  correlationId: 'c1',
  ...more,
});

describe('the record of a turn', () => {
  it('tells what was decided, why, and in which session', () => {
    const { explanation } = new AutomationPlayer().with('ask', ASK).take(text('hi')).last;
    const record = turnRecordOf(decided({ explanation }));
    expect(record).toMatchObject({
      eventId: 'e1',
      event: { kind: 'message' },
      outcome: 'started',
      considered: [{ instanceId: 'ask', nodeId: 'start', outcome: 'chosen' }],
      steps: [{ event: { kind: 'started' }, effects: [{ kind: 'send' }], handled: true }],
      sessionIds: [expect.any(String)],
      correlationId: 'c1',
    });
  });

  it('says nothing of what was written', () => {
    const record = turnRecordOf(decided({ event: { ...message, text: 'my secret' } }));
    expect(JSON.stringify(record)).not.toContain('secret');
  });

  it('admits that the reasons are lost', () => {
    expect(turnRecordOf(decided())).toMatchObject({ outcome: 'unrecorded', considered: [], steps: [] });
  });

  it.each<[TurnEvent, object]>([
    [{ kind: 'hold', eventId: 'e' }, { kind: 'hold' }],
    [
      { kind: 'timer', eventId: 'e', timerId: 't', data: {} },
      { kind: 'timer', timerId: 't' },
    ],
    [
      { kind: 'task-result', eventId: 'e', taskId: 't', taskKind: 'add_note', outcome: { ok: false, error: 'no' } },
      { kind: 'task-result', taskId: 't', task: 'add_note', ok: false, error: 'no' },
    ],
    [
      { kind: 'command', eventId: 'e', at, command: 'stop', data: {} },
      { kind: 'command', command: 'stop' },
    ],
  ])('names %o', (event, recorded) => {
    expect(turnRecordOf(decided({ event })).event).toEqual(recorded);
  });

  it('is bounded: the reasons go before the steps, which a replay needs', () => {
    const { explanation = {} } = new AutomationPlayer().with('ask', ASK).take(text('hi')).last;
    const trace = (size: number) => [
      { kind: 'decided', nodeId: 'n', rule: 'x'.repeat(size), operands: {}, outcome: '' },
    ];
    const steps = explanation['steps'] as object[];
    const wordy = { ...explanation, steps: steps.map((step) => ({ ...step, trace: trace(60_000) })) };
    const brief = turnRecordOf(decided({ explanation: wordy }));
    expect(brief).toMatchObject({ cut: 'reasons', considered: [], steps: [{ trace: [] }] });
    const huge = {
      ...explanation,
      steps: steps.map((step) => ({ ...step, basis: { now: 0, config: { a: 'x'.repeat(60_000) } } })),
    };
    expect(turnRecordOf(decided({ explanation: huge }))).toMatchObject({ cut: 'steps', steps: [] });
  });
});
