import { AutomationPlayer, text } from '../../../test/support/automation-player';
import { anyMessage, compiled, flow, node } from '../../../test/support/flow-fixtures';
import { BOT_LOOP } from './exchange-guard';

const PARROT = compiled(
  flow([node('start', 'trigger', anyMessage), node('say', 'send_message', { text: 'Hello!' })], ['start -> say']),
);
const MOST = 5;

function player(exchangesPerMinute?: number): AutomationPlayer {
  const parrot = new AutomationPlayer().with('parrot', PARROT);
  parrot.surroundings = { ...parrot.surroundings, ...(exchangesPerMinute === undefined ? {} : { exchangesPerMinute }) };
  return parrot;
}

const talk = (parrot: AutomationPlayer, times: number, everyMs: number) =>
  Array.from({ length: times }, () => parrot.wait(everyMs).take(text('Hello!')).last);

describe('two bots that talk with each other', () => {
  it('are parted: the bot falls silent, and a person is asked', () => {
    const decisions = talk(player(MOST), MOST + 1, 1_000);
    expect(decisions.slice(0, MOST).every(({ hold, tasks }) => hold === undefined && tasks.length === 0)).toBe(true);
    const last = decisions.at(-1);
    expect(last?.hold).toMatchObject({ minutes: 60, reason: 'handoff' });
    expect(last?.tasks).toMatchObject([{ kind: 'open_escalation', input: { reason: BOT_LOOP } }]);
    expect(last?.tasks[0]?.id).toBe(last?.hold?.sourceId);
  });

  it('are let be at the pace of people', () => {
    expect(talk(player(MOST), 5 * MOST, 60_000 / MOST).some(({ hold }) => hold !== undefined)).toBe(false);
  });

  it('are let be where nobody wants to know', () => {
    expect(talk(player(), 200, 10).some(({ hold }) => hold !== undefined)).toBe(false);
  });

  it('are parted again once the hold is over, after as many exchanges', () => {
    const parrot = player(MOST);
    talk(parrot, MOST + 1, 1_000);
    const again = talk(parrot, MOST + 1, 1_000);
    expect(again.map(({ hold }) => hold !== undefined)).toEqual([...Array<boolean>(MOST).fill(false), true]);
  });
});

it('what the bot does not answer counts for nothing', () => {
  const silent = new AutomationPlayer();
  silent.surroundings = { ...silent.surroundings, exchangesPerMinute: 1 };
  expect(talk(silent, 20, 1).some(({ hold }) => hold !== undefined)).toBe(false);
  expect(silent.state).toBeNull();
});

it('decided again, it asks for the same', () => {
  const parrot = player(1);
  talk(parrot, 1, 1);
  const [state, now] = [parrot.state, parrot.now];
  const first = parrot.take({ ...text('x'), eventId: 'e' }).last;
  Object.assign(parrot, { state, now });
  expect(parrot.take({ ...text('x'), eventId: 'e' }).last).toEqual(first);
});
