import { anyMessage, compiled, flow, node } from '../../../../test/support/flow-fixtures';
import { preparedFlow, type PreparedNode } from './prepared-flow';
import { excessOf, ratesAfter } from './rates';
import { newSession, type SessionState } from './session-state';

const MINUTE = 60_000;
const graph = {
  ...compiled(
    flow(
      [
        node('start', 'trigger', anyMessage),
        node('hi', 'send_message', { text: 'Hi', rateLimit: { maxMessages: 2, perMinutes: 10 } }),
      ],
      ['start -> hi'],
    ),
  ),
  settings: { rateLimit: { maxMessages: 3, perMinutes: 5 } },
};
const hi = preparedFlow(graph).nodes.get('hi') as PreparedNode;

/** The state after messages at these times. */
const sentAt = (...times: number[]) =>
  times.reduce<SessionState>(
    (state, now) => ({ ...state, rates: ratesAfter(state, graph, hi, 1, now) }),
    newSession({ sessionId: 's', versionId: 'v', now: 0 }),
  );

it.each([
  ['nothing was sent', [], 1, 0, null],
  ['nothing was sent, whatever the number', [], 9, 0, null],
  ['one was sent', [0], 1, 0, null],
  ['two would be too many', [0], 2, 0, { limit: 'node', sent: 1, until: 10 * MINUTE }],
  ['the node has sent its share', [0, 1], 1, 2, { limit: 'node', sent: 2, until: 10 * MINUTE }],
  ['its span is over', [0, 1], 1, 10 * MINUTE, null],
  [
    'its span began with the first message',
    [5 * MINUTE, 6 * MINUTE],
    1,
    14 * MINUTE,
    { limit: 'node', sent: 2, until: 15 * MINUTE },
  ],
  ['a new span has begun', [0, 1, 10 * MINUTE], 1, 10 * MINUTE, null],
] as const)('%s', (_name, times, messages, now, expected) => {
  expect(excessOf(sentAt(...times), graph, hi, messages, now)).toEqual(expected);
});

it('waits for the limit that lasts longest', () => {
  const state = { ...sentAt(), rates: { hi: { startedAt: 0, count: 2 }, _flow: { startedAt: 8 * MINUTE, count: 3 } } };
  expect(excessOf(state, graph, hi, 1, 9 * MINUTE)).toEqual({ limit: 'flow', sent: 3, until: 13 * MINUTE });
});

it('counts nothing where there is no limit', () => {
  const free = { ...graph, settings: {} };
  const state = sentAt();
  expect(ratesAfter(state, free, { ...hi, rateLimit: undefined }, 1, 0)).toBe(state.rates);
});
