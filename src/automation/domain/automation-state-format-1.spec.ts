import { AutomationPlayer, text } from '../../../test/support/automation-player';
import { compiled, flow, keywords, node } from '../../../test/support/flow-fixtures';
import type { JsonObject } from '../../conversations';
import { readState } from './automation-state';

const START = Date.parse('2026-01-01');
const ORDER = compiled(
  flow(
    [
      node('start', 'trigger', keywords('order')),
      node('ask', 'send_message', { text: 'Your order number?' }),
      node('wait', 'wait_for_reply', { timeoutSeconds: 300, storeAs: 'order' }),
      node('thanks', 'send_message', { text: 'Thanks, {{ vars.order }}.' }),
      node('late', 'send_message', { text: 'Too late.' }),
    ],
    ['start -> ask', 'ask -> wait', 'wait.reply -> thanks', 'wait.timeout -> late'],
  ),
);

const session = (more: JsonObject): JsonObject => ({
  sessionId: 's1',
  versionId: 'order-v1',
  status: 'active',
  awaiting: null,
  openMenuNodeId: null,
  vars: { name: 'Ann' },
  lastText: 'order',
  counter: 3,
  steps: 3,
  startedAt: START,
  lastActivityAt: START,
  expiresAt: START + 300_000 + 24 * 3_600_000,
  expiryTimerId: 's1-3',
  ...more,
});

const run = (flowState: JsonObject): JsonObject => ({
  instanceId: 'order',
  templateId: 'order-template',
  revision: 1,
  flow: flowState,
});

const waiting = run(session({ awaiting: { kind: 'reply', nodeId: 'wait', timerId: 's1-2' } }));

describe('a state that was written before sessions could be paused', () => {
  it.each([
    ['takes the answer that it waits for', (chat: AutomationPlayer) => chat.take(text('A-1')), 'Thanks, A-1.'],
    [
      'takes its timer',
      (chat: AutomationPlayer) => chat.take({ kind: 'timer', timerId: 's1-2', data: {} }),
      'Too late.',
    ],
  ])('%s', (_what, go, said) => {
    const chat = new AutomationPlayer().with('order', ORDER);
    chat.state = { format: 1, running: waiting, ended: null, notes: [] };
    expect(go(chat).texts).toEqual([said]);
    expect(readState(chat.state)).toMatchObject({ format: 2, running: null, ended: { revision: 2 } });
  });

  it('says waiting for what waited, and names ends by the words of today', () => {
    const note = {
      sessionId: 's0',
      instanceId: 'i',
      templateId: 't',
      versionId: 'v',
      revision: 2,
      startedAt: 0,
      endedAt: 1,
    };
    const state = readState({
      format: 1,
      running: waiting,
      ended: run(session({ sessionId: 's2', status: 'handoff' })),
      notes: [
        { ...note, status: 'handoff' },
        { ...note, status: 'paused' },
        { ...note, status: 'completed' },
      ],
    });
    expect(state.running?.flow).toMatchObject({
      status: 'waiting',
      vars: { name: 'Ann' },
      lastMessage: { text: 'order' },
    });
    expect(state.ended?.flow.status).toBe('handed_off');
    expect(state.notes.map(({ status }) => status)).toEqual(['handed_off', 'superseded', 'completed']);
  });
});
