import { AutomationPlayer, command, tap, text } from '../../../test/support/automation-player';
import { anyMessage, compiled, flow, keywords, node } from '../../../test/support/flow-fixtures';
import { readState } from './automation-state';

const asking = (start: object[]) =>
  compiled(
    flow(
      [
        ...start.map((data, index) => node(`start${index}`, 'trigger', data as Record<string, unknown>)),
        node('ask', 'send_message', { text: 'Size? {{ context.trigger.type }}' }),
        node('wait', 'wait_for_reply', { timeoutSeconds: 300, storeAs: 'size' }),
        node('thanks', 'send_message', { text: 'So {{ vars.size }}.' }),
        node('late', 'send_message', { text: 'Still there?' }),
      ],
      [
        ...start.map((_, index) => `start${index} -> ask`),
        'ask -> wait',
        'wait.reply -> thanks',
        'wait.timeout -> late',
      ],
    ),
  );
const player = () =>
  new AutomationPlayer()
    .with('sizes', asking([keywords('size'), { on: 'api', refs: ['crm'], match: { mode: 'any' } }]))
    .with('other', asking([anyMessage]));
const statusOf = ({ state }: AutomationPlayer) => {
  const { running, ended } = readState(state);
  return (running ?? ended)?.flow.status;
};
const about = (chat: AutomationPlayer) => ({ sessionId: chat.sessionId });

describe('pause', () => {
  it('keeps the session and everything else silent until it is resumed', () => {
    const chat = player().take(text('size'));
    chat.take(command('pause', about(chat)));
    expect(chat.last.reasons.outcome).toBe('paused');
    chat.take(text('M')).take(text('size'));
    expect(chat.texts).toHaveLength(1);
    expect(chat.last.reasons).toMatchObject({ outcome: 'silent', reason: 'session_paused' });
    expect(chat.last.reasons.considered).toContainEqual(
      expect.objectContaining({ instanceId: 'sizes', outcome: 'session_paused' }),
    );
    chat.take(command('resume', about(chat)));
    expect(chat.last.reasons.outcome).toBe('resumed');
    expect(chat.take(text('M')).texts.at(-1)).toBe('So M.');
  });

  it('holds timers back until then', () => {
    const chat = player().take(text('size'));
    chat.take(command('pause', about(chat))).letPass(600_000);
    expect(chat.texts).toHaveLength(1);
    expect(chat.take(command('resume', about(chat))).texts.at(-1)).toBe('Still there?');
  });

  it('ends with the session itself', () => {
    const chat = player().take(text('size'));
    chat.take(command('pause', about(chat))).letPass(25 * 3_600_000);
    expect(statusOf(chat)).toBe('expired');
    expect(chat.take(text('hello')).texts).toHaveLength(2);
  });

  it('cannot be undone by an old button', () => {
    const menu = compiled(
      flow(
        [
          node('start', 'trigger', keywords('menu')),
          node('m', 'send_message', { text: 'Pick', quickReplies: [{ id: 'a', title: 'A' }] }),
          node('end', 'end'),
        ],
        ['start -> m', 'm.a -> end'],
      ),
    );
    const chat = player().with('menu', menu).take(text('menu'));
    const [a = ''] = chat.payloads;
    chat.take(text('size'));
    chat.take(command('pause', about(chat))).take(tap(a, 'A'));
    expect(statusOf(chat)).toBe('paused');
  });
});

it.each(['pause', 'resume', 'stop'] as const)('%s of another session than the open one does nothing', (name) => {
  const chat = player().take(text('size'));
  const { state } = chat;
  chat.take(command(name, { sessionId: 'gone' }));
  expect(chat.last).toMatchObject({ state, reasons: { outcome: 'silent', reason: 'not_possible' } });
});

it('stop ends the session for good, also under a hold', () => {
  const chat = player().take(text('size'));
  chat.take(command('stop', about(chat)), { held: true, lastHoldUntil: chat.now });
  expect(statusOf(chat)).toBe('stopped');
  expect(chat.last.reasons.outcome).toBe('stopped');
  expect(chat.letPass(600_000).texts).toHaveLength(1);
});

describe('start', () => {
  const manual = (instanceId: string, more = {}) => command('start', { instanceId, on: 'manual', ...more });
  const api = (ref: string) => command('start', { instanceId: 'sizes', on: 'api', ref });

  it('by a person begins at the first trigger when none is made for it, and supersedes', () => {
    const chat = player().take(text('hello')).take(manual('sizes'));
    expect(chat.texts).toEqual(['Size? dm_message', 'Size? manual']);
    expect(readState(chat.state).ended?.flow.status).toBe('superseded');
    expect(chat.last.reasons.outcome).toBe('started');
  });

  it('by a program needs a trigger for it, with its ref', () => {
    expect(player().take(api('crm')).texts).toEqual(['Size? api']);
    const other = player().take(api('else'));
    expect(other.last.reasons).toMatchObject({ outcome: 'silent', reason: 'not_possible' });
  });

  it('does nothing under a hold, nor with an automation that is off', () => {
    const held = player().take(manual('sizes'), { held: true });
    expect(held.last.reasons).toMatchObject({ outcome: 'silent', reason: 'held' });
    expect(player().take(manual('gone')).last.reasons.reason).toBe('not_possible');
  });

  it('again is the same session', () => {
    const idOf = () => player().take({ ...manual('sizes'), eventId: 'e' }).sessionId;
    expect(idOf()).toBe(idOf());
  });
});

describe('a newer version', () => {
  const keepsWaiting = compiled(
    flow(
      [
        node('start0', 'trigger', keywords('size')),
        node('wait', 'wait_for_reply', { timeoutSeconds: 60, storeAs: 'size' }),
        node('new', 'send_message', { text: 'New: {{ vars.size }}' }),
      ],
      ['start0 -> wait', 'wait.reply -> new', 'wait.timeout -> new'],
    ),
  );
  const hasAnotherThere = compiled(
    flow(
      [node('start0', 'trigger', keywords('size')), node('wait', 'send_message', { text: 'New' })],
      ['start0 -> wait'],
    ),
  );

  it('takes over the session where its node is still there, when it was published to do so', () => {
    const chat = player().take(text('size')).publish('sizes', keepsWaiting, { movesSessions: true });
    chat.take(text('M'));
    expect(chat.texts.at(-1)).toBe('New: M');
    expect(readState(chat.state).ended).toMatchObject({ movedFrom: ['sizes-v1'], version: 2 });
    expect(chat.last.reasons.steps.map(({ event }) => event.kind)).toEqual(['moved', 'message']);
  });

  it.each([
    ['the node is another', hasAnotherThere, { movesSessions: true }],
    ['it was published to let sessions finish', keepsWaiting, { movesSessions: false }],
  ])('does not when %s', (_why, newer, choice) => {
    const chat = player().take(text('size')).publish('sizes', newer, choice).take(text('M'));
    expect(chat.texts.at(-1)).toBe('So M.');
    expect(readState(chat.state).ended?.movedFrom).toBeUndefined();
  });
});
