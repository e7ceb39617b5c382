import { compiled, flow, keywords, node, SHOP } from '../../../../test/support/flow-fixtures';
import { FlowPlayer } from '../../../../test/support/flow-player';
import type { FlowEvent } from './event';
import { closeSession, moveSession, pauseSession } from './lifecycle';
import type { SessionState } from './session-state';
import { type EndStatus, isOpenStatus, mayBecome, SESSION_STATUSES, type SessionStatus } from './session-status';

const HOUR = 60 * 60 * 1_000;
const FOUND = { ok: true as const, value: { name: 'Ann' } };

const shop = compiled(SHOP);
const atTask = () => new FlowPlayer(shop).start();
const atMenu = () => atTask().finishTask(FOUND);
const atSize = () => atMenu().tap('menu', 'shoes');

const inStatus: Record<SessionStatus, () => FlowPlayer> = {
  active: atTask,
  waiting: atSize,
  paused: () => atSize().pause(),
  handed_off: () => atMenu().tap('menu', 'person'),
  completed: () => atSize().say('40'),
  failed: () => atMenu().close('failed'),
  expired: () => atMenu().pass(24 * HOUR),
  superseded: () => atMenu().close('superseded'),
  stopped: () => atMenu().close('stopped'),
};

describe('every status', () => {
  it.each(SESSION_STATUSES)('%s is reached', (status) => {
    expect(inStatus[status]().state.status).toBe(status);
  });

  it.each(SESSION_STATUSES)('%s: a tap on an old button wakes it only where the table says so', (status) => {
    const player = inStatus[status]();
    player.tap('menu', 'shoes');
    expect(player.last?.handled).toBe(status !== 'paused' && (isOpenStatus(status) || mayBecome(status, 'active')));
  });

  it.each(SESSION_STATUSES)('%s: pausing it does only what the table says', (status) => {
    const { state } = inStatus[status]();
    const paused = pauseSession(state, 5);
    if (mayBecome(status, 'paused')) expect(paused.state).toMatchObject({ status: 'paused', pausedAt: 5 });
    else expect(paused).toEqual({ state, effects: [] });
  });

  const ends = SESSION_STATUSES.filter((status): status is EndStatus => !isOpenStatus(status));
  it.each(SESSION_STATUSES.flatMap((from) => ends.map((to) => [from, to] as const)))(
    'closing %s as %s does only what the table says',
    (from, to) => {
      const { state } = inStatus[from]();
      const closed = closeSession(state, to);
      if (isOpenStatus(from)) expect(closed.state).toMatchObject({ status: to, awaiting: null });
      else expect(closed).toEqual({ state, effects: [] });
    },
  );
});

describe('pauseSession', () => {
  it('keeps place and timers', () => {
    const { state, timers } = atSize();
    const paused = pauseSession(state, 7);
    expect(paused).toEqual({ state: { ...state, status: 'paused', pausedAt: 7 }, effects: [] });
    expect(timers.size).toBe(2);
  });

  it.each<[string, FlowEvent]>([
    ['a message', { kind: 'message', message: { text: '42', attachmentUrls: [] } }],
    ['a tap', { kind: 'choice', choice: { sessionId: 's1', nodeId: 'menu', choiceId: 'shoes' } }],
    ['a timer of another wait', { kind: 'timer', timerId: 's1-999' }],
    [
      'another start',
      {
        kind: 'started',
        triggerNodeId: 'start',
        message: { text: '', attachmentUrls: [] },
        trigger: { type: 'manual' },
      },
    ],
  ])('leaves %s alone', (_name, event) => {
    const player = atSize().pause();
    const { state } = player;
    player.play(event);
    expect(player.last).toMatchObject({ handled: false, effects: [], trace: [{ kind: 'ignored', reason: 'paused' }] });
    expect(player.state).toEqual(state);
  });

  it('expires a session that nobody resumes', () => {
    const player = atMenu()
      .pause()
      .pass(24 * HOUR);
    expect(player.state).toMatchObject({ status: 'expired', pausedAt: null });
    expect(player.timers.size).toBe(0);
  });

  it('expires at the resume when its timer has not come', () => {
    const player = atMenu()
      .pause()
      .wait(24 * HOUR)
      .resume();
    expect(player.state.status).toBe('expired');
    expect(player.last?.handled).toBe(false);
  });
});

describe('resumeSession', () => {
  it('takes the wait up again', () => {
    const player = atSize().pause().wait(1_000).resume();
    expect(player.state).toMatchObject({
      status: 'waiting',
      awaiting: { kind: 'reply', nodeId: 'wait-size' },
      pausedAt: null,
    });
    expect(player.say('40').texts.at(-1)).toBe('We have size 40 in stock.');
  });

  it('acts on a timer that fell due meanwhile, without cancelling it', () => {
    const player = atSize().pause().pass(600_000);
    expect(player.texts.at(-1)).toBe('Which size?');
    player.resume();
    expect(player.texts.at(-1)).toBe('Still there?');
    expect(player.state.status).toBe('completed');
    expect(player.last?.effects.filter(({ kind }) => kind === 'cancel-timer')).toHaveLength(1);
  });

  it('acts on a result that came meanwhile', () => {
    const player = atTask().pause().finishTask(FOUND);
    expect(player.last?.trace).toEqual([{ kind: 'held', event: 'task-result' }]);
    expect(player.texts).toEqual([]);
    expect(player.resume().texts).toEqual(['Hi Ann! What would you like to see?']);
  });

  it('takes the same result only once', () => {
    const player = atTask().pause().finishTask(FOUND).finishTask({ ok: false, error: 'late' });
    expect(player.last?.handled).toBe(false);
    expect(player.resume().texts).toEqual(['Hi Ann! What would you like to see?']);
  });

  it.each(SESSION_STATUSES.filter((status) => status !== 'paused'))(
    'changes nothing in a session that is %s',
    (status) => {
      const player = inStatus[status]();
      const { state } = player;
      player.resume();
      expect(player.last).toMatchObject({ handled: false, effects: [] });
      expect(player.state).toEqual(state);
    },
  );
});

describe('closeSession', () => {
  it('cancels every timer of the session', () => {
    const player = atSize();
    const { awaiting, expiryTimerId } = player.state;
    const closed = closeSession(player.state, 'superseded');
    expect(closed.state).toMatchObject({ awaiting: null, expiryTimerId: null, openMenuNodeId: null });
    expect(closed.effects).toEqual([
      { kind: 'cancel-timer', timerId: awaiting?.kind === 'reply' && awaiting.timerId },
      { kind: 'cancel-timer', timerId: expiryTimerId },
    ]);
  });

  it('does not cancel a timer that fired during the pause', () => {
    const player = atSize().pause().pass(600_000);
    const { expiryTimerId } = player.state;
    expect(closeSession(player.state, 'stopped').effects).toEqual([{ kind: 'cancel-timer', timerId: expiryTimerId }]);
  });
});

describe('moveSession', () => {
  const other = (type: string, data: Record<string, unknown>, exits: string[]) =>
    compiled(
      flow(
        [
          node('start', 'trigger', keywords('x')),
          node('wait-size', type, data),
          node('bye', 'send_message', { text: 'New goodbye' }),
        ],
        ['start -> wait-size', ...exits.map((exit) => `wait-size.${exit} -> bye`)],
      ),
    );
  const like = other('wait_for_reply', { timeoutSeconds: 60 }, ['reply', 'timeout']);
  const unlike = other('send_message', { text: 'Which?' }, ['next']);
  const without = compiled(
    flow([node('start', 'trigger', keywords('x')), node('bye', 'send_message', { text: 'Bye' })], ['start -> bye']),
  );
  const move = (flowTo: typeof like, state: SessionState) => moveSession({ versionId: 'v2', flow: flowTo }, state);

  it('goes on in the new version', () => {
    const player = atSize();
    expect(player.move(like)).toBe(true);
    expect(player.state.versionId).toBe('v2');
    expect(player.say('40').texts.at(-1)).toBe('New goodbye');
  });

  it('moves a paused one, too', () => {
    expect(move(like, atSize().pause().state)).toMatchObject({ status: 'paused', versionId: 'v2' });
  });

  it('forgets what the new version does not know', () => {
    const state: SessionState = { ...atSize().state, openMenuNodeId: 'menu', queue: ['bye', 'yes'] };
    expect(move(like, state)).toMatchObject({ openMenuNodeId: null, queue: ['bye'] });
  });

  it.each([
    ['where the node is of another type', unlike],
    ['where the node is gone', without],
  ])('refuses %s', (_name, target) => {
    expect(move(target, atSize().state)).toBeNull();
  });

  it('refuses a session that waits for nothing', () => {
    expect(move(like, atSize().say('40').state)).toBeNull();
  });
});
