import { AutomationPlayer, command, tap, text } from '../../../test/support/automation-player';
import { compiled, flow, keywords, node, SHOP } from '../../../test/support/flow-fixtures';
import type { CompiledFlow } from '../../flows';
import type { ExplainedStep } from './explanation';
import { compare, inOrder, replay } from './replay';

const GREET = flow(
  [
    node('start', 'trigger', keywords('size')),
    node('ask', 'send_message', { text: 'Your size, {{ contact.name | default: "friend" }}?' }),
    node('wait', 'wait_for_reply', { timeoutSeconds: 300, storeAs: 'size' }),
    node('thanks', 'send_message', { text: '{{ vars.size }} it is, in {{ config.shop }}.' }),
    node('late', 'send_message', { text: 'Still there?' }),
  ],
  ['start -> ask', 'ask -> wait', 'wait.reply -> thanks', 'wait.timeout -> late'],
);
const SIZES = compiled(GREET);

const player = (of: CompiledFlow = SIZES) => new AutomationPlayer().with('sizes', of, { shop: 'Blue Door' });

/** As they come out of the database. */
const stepsOf = ({ decisions }: AutomationPlayer): ExplainedStep[] =>
  JSON.parse(JSON.stringify(decisions.flatMap(({ reasons }) => reasons.steps))) as ExplainedStep[];

const HELD = { held: true, lastHoldUntil: new Date('2026-01-01T01:00:00Z') };

const scenarios: [string, () => AutomationPlayer, CompiledFlow][] = [
  ['answered', () => player().take(text('size')).wait(5_000).take(text('M')), SIZES],
  ['that timed out', () => player().take(text('size')).letPass(400_000), SIZES],
  [
    'that a hold has paused',
    () => player().take(text('size')).take({ kind: 'hold' }, HELD).letPass(400_000, HELD).letPass(3_600_000),
    SIZES,
  ],
  [
    'that a person has paused and resumed',
    () => {
      const chat = player().take(text('size'));
      chat.take(command('pause', { sessionId: chat.sessionId }));
      return chat.take(command('resume', { sessionId: chat.sessionId })).take(text('L'));
    },
    SIZES,
  ],
  [
    'that was stopped',
    () => {
      const chat = player().take(text('size'));
      return chat.take(command('stop', { sessionId: chat.sessionId }));
    },
    SIZES,
  ],
  [
    'with a task, a menu and a tap that woke it',
    () => {
      const chat = player(compiled(SHOP))
        .take(text('prices'))
        .finishTask({ ok: true, value: { name: 'Ann' } });
      const [shoes = ''] = chat.payloads;
      return chat.take(tap(shoes, 'Shoes')).letPass(90_000_000).take(tap(shoes, 'Shoes'));
    },
    compiled(SHOP),
  ],
];

describe('a replay of a session', () => {
  it.each(scenarios)('%s gives the same', (_what, play, of) => {
    const result = replay(stepsOf(play()), () => of);
    expect(result.complete).toBe(true);
    expect(result.steps.length).toBeGreaterThan(1);
    expect(result.steps.map(({ same }) => same)).not.toContain(false);
  });

  it('notices another flow', () => {
    const other = compiled({
      ...GREET,
      nodes: GREET.nodes.map((it) => (it.id === 'thanks' ? { ...it, data: { text: 'Ok.' } } : it)),
    });
    const { steps } = replay(stepsOf(player().take(text('size')).take(text('M'))), () => other);
    expect(steps.map(({ same }) => same)).toEqual([true, false]);
  });

  it('needs every record from the start on', () => {
    const steps = stepsOf(player().take(text('size')).wait(1).take(text('M')));
    expect(inOrder(steps.slice(1))).toEqual({ steps: [], complete: false });
    expect(replay([...steps].reverse(), () => SIZES).complete).toBe(true);
    expect(replay(steps, () => null)).toEqual({ complete: false, steps: [] });
  });

  it('goes through a move to another version', () => {
    const newer = compiled({
      ...GREET,
      nodes: GREET.nodes.map((it) => (it.id === 'thanks' ? { ...it, data: { text: 'Noted.' } } : it)),
    });
    const chat = player().take(text('size')).publish('sizes', newer, { movesSessions: true }).take(text('M'));
    expect(chat.texts.at(-1)).toBe('Noted.');
    const { complete, steps } = replay(stepsOf(chat), (versionId) => (versionId === 'sizes-v1' ? SIZES : newer));
    expect(complete).toBe(true);
    expect(steps.map(({ step, same }) => [step.event.kind, same])).toEqual([
      ['started', true],
      ['moved', true],
      ['message', true],
    ]);
  });
});

describe('a comparison with another flow', () => {
  const longer = compiled({
    nodes: [...GREET.nodes, node('before', 'send_message', { text: 'One question.' })],
    edges: flow([], ['start -> before', 'before -> ask', 'ask -> wait', 'wait.reply -> thanks', 'wait.timeout -> late'])
      .edges,
  });

  it('says at which steps something changes, and what, though everything is numbered anew', () => {
    const chat = player().take(text('size')).letPass(400_000);
    const [start, timeout, ...rest] = compare(stepsOf(chat), () => SIZES, longer);
    expect(rest).toEqual([]);
    expect(start).toMatchObject({ same: false });
    expect(start?.after?.effects).toContainEqual(
      expect.objectContaining({ kind: 'send', message: expect.objectContaining({ text: 'One question.' }) as unknown }),
    );
    expect(timeout).toMatchObject({ same: true, after: { status: 'completed' } });
  });

  it('finds nothing in the same flow', () => {
    const compared = compare(stepsOf(player().take(text('size')).take(text('M'))), () => SIZES, SIZES);
    expect(compared.map(({ same }) => same)).toEqual([true, true]);
  });
});
