import { anyMessage, compiled, flow, keywords, node, SHOP } from '../../../../test/support/flow-fixtures';
import { FlowPlayer, says } from '../../../../test/support/flow-player';
import { DEFAULT_BOUNDS } from './flow-env';
import { advance } from './advance';

const HOUR = 60 * 60 * 1_000;
const DAY = 24 * HOUR;
const FOUND = { ok: true as const, value: { name: 'Ann', username: 'ann_1' } };

const shop = () => new FlowPlayer(compiled(SHOP)).start();
const atMenu = () => shop().finishTask(FOUND);
const atSize = () => atMenu().tap('menu', 'shoes');

describe('a conversation with the shop', () => {
  it('goes from the keyword to the end', () => {
    const player = atSize().say('42');
    expect(player.texts).toEqual(['Hi Ann! What would you like to see?', 'Which size?', 'We have size 42 in stock.']);
    expect(player.state).toMatchObject({
      status: 'completed',
      awaiting: null,
      expiryTimerId: null,
      vars: { size: '42', note: 'size 42', profile: { name: 'Ann', username: 'ann_1' } },
    });
  });

  it('greets without a name when the profile is not available', () => {
    const player = shop().finishTask({ ok: false, error: 'no consent' });
    expect(player.texts).toEqual(['Hi there! What would you like to see?']);
    expect(player.state).toMatchObject({ awaiting: { kind: 'choice', nodeId: 'menu' }, vars: {} });
  });

  it('says who the person is', () => {
    expect(atMenu().last?.effects).toContainEqual({ kind: 'contact', id: 's1-3', name: 'Ann', username: 'ann_1' });
  });

  it('gives each button a payload that names session, node and choice, and a link none', () => {
    const send = atMenu().effects.find(({ kind }) => kind === 'send');
    expect(send).toMatchObject({
      message: {
        buttons: [
          { title: 'Shoes', payload: 'pf:s1:menu:shoes' },
          { title: 'A person', payload: 'pf:s1:menu:person' },
          { title: 'Our site', url: 'https://example.com' },
        ],
      },
    });
  });

  it('nudges when nobody replies, once', () => {
    const player = atSize();
    const { awaiting } = player.state;
    player.timeOut();
    expect(player.texts.at(-1)).toBe('Still there?');
    expect(player.state.status).toBe('completed');
    player.play({ kind: 'timer', timerId: awaiting?.kind === 'reply' ? awaiting.timerId : '' });
    expect(player.last).toMatchObject({ handled: false, effects: [] });
  });

  it('cancels the timeout when the reply comes', () => {
    const player = atSize();
    const { awaiting } = player.state;
    player.say('42');
    expect(player.last?.effects).toContainEqual({
      kind: 'cancel-timer',
      timerId: awaiting?.kind === 'reply' && awaiting.timerId,
    });
  });

  it('hands over to a person and ends there', () => {
    const player = atSize().say('46');
    expect(player.lastKinds).toEqual(['cancel-timer', 'send', 'handoff', 'cancel-timer']);
    expect(player.last?.effects).toContainEqual(
      expect.objectContaining({
        kind: 'handoff',
        reason: 'asks for size 46',
        summary: 'asks for size 46: "46"',
      }),
    );
    expect(player.state.status).toBe('handed_off');
    expect(player.say('hello?').last).toMatchObject({ handled: false, effects: [] });
  });
});

describe('choices', () => {
  it('takes a typed title, whatever its case, for a tap', () => {
    expect(atMenu().say('  SHOES ').texts.at(-1)).toBe('Which size?');
  });

  it('leaves other texts alone and goes on waiting', () => {
    const player = atMenu();
    const before = player.state;
    player.say('how much is it?');
    expect(player.last).toMatchObject({ handled: false, effects: [] });
    expect(player.state).toEqual(before);
  });

  it('follows a tap on an old message and leaves the wait it was in', () => {
    const player = atSize();
    const { awaiting } = player.state;
    player.tap('menu', 'person');
    expect(player.texts.at(-1)).toBe('A person will write.');
    expect(player.last?.effects).toContainEqual({
      kind: 'cancel-timer',
      timerId: awaiting?.kind === 'reply' && awaiting.timerId,
    });
  });

  it('wakes a session that has ended, with its variables', () => {
    const player = atSize().say('42').tap('menu', 'shoes');
    expect(player.state).toMatchObject({ status: 'waiting', vars: { size: '42' }, awaiting: { nodeId: 'wait-size' } });
    expect(player.say('44').texts.at(-1)).toBe('We have size 44 in stock.');
  });

  it.each([
    ['another session', 'menu', 'shoes', 's2'],
    ['an unknown node', 'gone', 'shoes', 's1'],
    ['an unknown choice', 'menu', 'hats', 's1'],
    ['a link', 'menu', 'site', 's1'],
    ['a node without choices', 'ask-size', 'next', 's1'],
    ['a name of Object.prototype', 'constructor', 'name', 's1'],
  ])('ignores a tap that names %s', (_name, nodeId, choiceId, sessionId) => {
    const player = atMenu();
    const before = player.state;
    player.tap(nodeId, choiceId, sessionId);
    expect(player.last).toMatchObject({ handled: false, effects: [] });
    expect(player.state).toEqual(before);
  });

  describe('of a message that the flow does not wait at', () => {
    const open = compiled(
      flow(
        [
          node('start', 'trigger', anyMessage),
          node('menu', 'send_message', { text: 'Your e-mail?', quickReplies: [{ id: 'no', title: 'No' }] }),
          node('wait', 'wait_for_reply', { timeoutSeconds: 60, storeAs: 'mail' }),
          node('again', 'send_message', { text: 'Sure?' }),
          node('wait-again', 'wait_for_reply', { timeoutSeconds: 60, storeAs: 'sure' }),
          node('bye', 'send_message', { text: 'Fine, {{ vars.mail | default: "stranger" }}.' }),
        ],
        [
          'start -> menu',
          'menu -> wait',
          'menu.no -> bye',
          'wait.reply -> again',
          'wait.timeout -> bye',
          'again -> wait-again',
          'wait-again.reply -> bye',
          'wait-again.timeout -> bye',
        ],
      ),
    );

    it('are open beside the wait', () => {
      expect(new FlowPlayer(open).start('hi').say('no').texts).toEqual(['Your e-mail?', 'Fine, stranger.']);
    });

    it('can no longer be typed once the wait is over', () => {
      const player = new FlowPlayer(open).start('hi').say('a@example.com').say('no');
      expect(player.texts.at(-1)).toBe('Fine, a@example.com.');
      expect(player.state.vars).toEqual({ mail: 'a@example.com', sure: 'no' });
    });
  });
});

describe('timers', () => {
  it('are not asked for by a session that ends at once', () => {
    const brief = compiled(
      flow([node('start', 'trigger', anyMessage), node('hi', 'send_message', { text: 'Hi' })], ['start -> hi']),
    );
    expect(new FlowPlayer(brief).start().lastKinds).toEqual(['send']);
  });

  it('need no cancelling once they have fired', () => {
    const player = atSize();
    const { expiryTimerId } = player.state;
    const cancels = player.timeOut().last?.effects.filter(({ kind }) => kind === 'cancel-timer');
    expect(cancels).toEqual([{ kind: 'cancel-timer', timerId: expiryTimerId }]);
  });
});

describe('what is not awaited', () => {
  it.each([
    ['a timer of another wait', (player: FlowPlayer) => player.play({ kind: 'timer', timerId: 's1-999' })],
    [
      'a result of another task',
      (player: FlowPlayer) => player.play({ kind: 'task-result', taskId: 's1-1', outcome: FOUND }),
    ],
    ['a second start', (player: FlowPlayer) => player.start()],
    ['an event of a kind unknown here', (player: FlowPlayer) => player.play({ kind: 'earthquake' } as never)],
  ])('%s changes nothing', (_name, play) => {
    const player = atSize();
    const before = player.state;
    play(player);
    expect(player.last).toMatchObject({ handled: false, effects: [], trace: [{ kind: 'ignored' }] });
    expect(player.state).toEqual(before);
  });

  it('a message changes nothing while a task is under way', () => {
    const player = shop();
    const before = player.state;
    expect(player.say('hello?').last?.handled).toBe(false);
    expect(player.state).toEqual(before);
  });
});

describe('time', () => {
  it('expires a session a day after its last activity, by its timer', () => {
    const player = atMenu();
    const { expiryTimerId } = player.state;
    player.fire(expiryTimerId ?? '');
    expect(player.state).toMatchObject({ status: 'expired', expiryTimerId: null });
    expect(player.last).toMatchObject({ handled: true, effects: [] });
  });

  it('arms the expiry anew, with a new id, when the session went on meanwhile', () => {
    const player = shop()
      .wait(20 * HOUR)
      .finishTask(FOUND);
    const { expiryTimerId, expiresAt } = player.state;
    player.fire(expiryTimerId ?? '');
    expect(player.state).toMatchObject({ status: 'waiting', expiresAt });
    expect(player.state.expiryTimerId).not.toBe(expiryTimerId);
    expect(player.last?.effects).toEqual([{ kind: 'arm-timer', id: player.state.expiryTimerId, dueAt: 44 * HOUR }]);
    expect(player.fire(player.state.expiryTimerId ?? '').state.status).toBe('expired');
  });

  it('expires it at the next event when the timer has not come', () => {
    const player = atMenu().wait(DAY).say('shoes');
    expect(player.state).toMatchObject({ status: 'expired', awaiting: null });
    expect(player.last).toMatchObject({ handled: false, effects: [{ kind: 'cancel-timer' }] });
  });

  it('lets a tap through to a session past its time', () => {
    const player = atMenu().wait(DAY).tap('menu', 'shoes');
    expect(player.state.status).toBe('waiting');
    expect(player.texts.at(-1)).toBe('Which size?');
  });

  it('counts from the end of a wait, so a long wait is not cut off', () => {
    const week = 7 * 24 * 60 * 60;
    const patient = compiled(
      flow(
        [
          node('start', 'trigger', anyMessage),
          node('wait', 'wait_for_reply', { timeoutSeconds: week }),
          node('bye', 'send_message', { text: 'Bye' }),
        ],
        ['start -> wait', 'wait.reply -> bye', 'wait.timeout -> bye'],
      ),
    );
    const player = new FlowPlayer(patient).start();
    expect(player.timeOut(2 * HOUR).texts).toEqual(['Bye']);
  });
});

describe('bounds', () => {
  const loop = compiled(
    flow(
      [
        node('start', 'trigger', keywords('go')),
        node('wait', 'wait_for_reply', { timeoutSeconds: 1, storeAs: 'x' }),
        node('more', 'set_variable', { name: 'big', value: '{{ vars.big }}{{ vars.x }}' }),
      ],
      ['start -> wait', 'wait.reply -> more', 'wait.timeout -> wait', 'more -> wait'],
    ),
  );

  it('fails a session that has taken too many steps', () => {
    const player = new FlowPlayer(loop, { bounds: { ...DEFAULT_BOUNDS, stepsPerSession: 5 } }).start();
    for (let round = 0; round < 10; round += 1) player.timeOut();
    expect(player.state).toMatchObject({ status: 'failed', steps: 5, awaiting: null });
    expect(player.last?.handled).toBe(false);
  });

  it('goes on by a timer that is due at once when the fuel for one event is used up', () => {
    const player = new FlowPlayer(loop, { bounds: { ...DEFAULT_BOUNDS, stepsPerEvent: 1 } }).start();
    expect(player.state).toMatchObject({
      status: 'active',
      steps: 1,
      awaiting: { kind: 'timer', nodeId: 'wait', why: 'fuel', dueAt: 0 },
    });
    player.pass(0);
    expect(player.state).toMatchObject({ status: 'waiting', steps: 2, awaiting: { kind: 'reply', nodeId: 'wait' } });
  });

  it('does not store a value that no longer fits', () => {
    const player = new FlowPlayer(loop, { bounds: { ...DEFAULT_BOUNDS, varsBytes: 60 } }).start();
    player.say('0123456789').say('0123456789').say('0123456789').say('0123456789');
    expect(player.state.vars).toEqual({ x: '0123456789', big: '0123456789'.repeat(3) });
    expect(player.last?.trace).toContainEqual({ kind: 'variables-full', nodeId: 'more' });
  });

  it('clips a text that its values made too long', () => {
    const echo = compiled(
      flow(
        [node('start', 'trigger', anyMessage), node('echo', 'send_message', { text: '{{ message.text }}!' })],
        ['start -> echo'],
      ),
    );
    const [text = ''] = new FlowPlayer(echo).start('ä'.repeat(600)).texts;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000);
    expect(text).toBe(`${'ä'.repeat(498)}…`);
  });

  it('fails a session whose node is not in its version', () => {
    const { state, trace } = advance(
      loop,
      { ...atMenu().state, steps: 0 },
      { kind: 'started', triggerNodeId: 'gone', message: says(''), trigger: { type: 'dm_message' } },
      atMenu().env,
    );
    expect(state.status).toBe('failed');
    expect(trace).toContainEqual({
      kind: 'ended',
      status: 'failed',
      reason: 'the node does not exist in this version',
      nodeId: 'gone',
    });
  });
});

it('tells what it did', () => {
  expect(atMenu().last?.trace).toEqual([
    { kind: 'effect', nodeId: 'lookup', effect: 'contact', id: 's1-3' },
    { kind: 'left', nodeId: 'lookup', handle: 'next' },
    { kind: 'entered', nodeId: 'menu', nodeType: 'send_message' },
    { kind: 'effect', nodeId: 'menu', effect: 'send', id: 's1-4' },
    { kind: 'waiting', nodeId: 'menu', awaits: 'choice' },
  ]);
});
