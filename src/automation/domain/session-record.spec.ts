import { AutomationPlayer, tap, text } from '../../../test/support/automation-player';
import { compiled, flow, keywords, node } from '../../../test/support/flow-fixtures';
import { readState } from './automation-state';
import { changedRecords } from './session-record';

const MENU = compiled(
  flow(
    [
      node('start', 'trigger', keywords('menu')),
      node('menu', 'send_message', { text: 'Pick', quickReplies: [{ id: 'a', title: 'A' }] }),
      node('end', 'end'),
    ],
    ['start -> menu', 'menu.a -> end'],
  ),
);
const player = () => new AutomationPlayer().with('menu', MENU);
const after = ({ state }: AutomationPlayer) => readState(state);

describe('changedRecords', () => {
  it('tells of a start and of an end, once each', () => {
    const menu = player();
    const start = after(menu.take(text('menu')));
    const [started] = changedRecords(readState(null), start);
    expect(started).toMatchObject({
      instanceId: 'menu',
      status: 'waiting',
      revision: 1,
      endedAt: null,
      startedAt: new Date('2026-01-01'),
      lastNodeId: 'menu',
      visits: [
        { nodeId: 'start', entered: 1 },
        { nodeId: 'menu', entered: 1 },
      ],
    });
    expect(changedRecords(start, start)).toEqual([]);
    const end = after(menu.wait(1_000).take(tap(menu.payloads[0] ?? '')));
    expect(changedRecords(start, end)).toEqual([
      {
        ...started,
        status: 'completed',
        revision: 2,
        endedAt: new Date('2026-01-01T00:00:01Z'),
        lastNodeId: 'end',
        visits: [...(started?.visits ?? []), { nodeId: 'end', entered: 1 }],
      },
    ]);
  });

  it('tells of every session that one turn started and ended', () => {
    const menu = player().take(text('menu')).take(text('menu')).take(text('menu'));
    expect(changedRecords(readState(null), after(menu)).map(({ status, revision }) => [status, revision])).toEqual([
      ['superseded', 2],
      ['superseded', 2],
      ['waiting', 1],
    ]);
  });

  it('tells of a woken session by its run, not by the note of its earlier end', () => {
    const menu = player().take(text('menu'));
    const [payload = ''] = menu.payloads;
    const before = after(menu.take(tap(payload)));
    const woken = after(menu.take(tap(payload)));
    expect(changedRecords(before, woken)).toMatchObject([{ status: 'completed', revision: 3 }]);
  });

  it('tells nothing else of a woken session that goes on', () => {
    const asking = compiled(
      flow(
        [
          node('start', 'trigger', keywords('menu')),
          node('menu', 'send_message', { text: 'Pick', quickReplies: [{ id: 'a', title: 'A' }] }),
          node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
          node('end', 'end'),
        ],
        ['start -> menu', 'menu.a -> wait', 'wait.reply -> end', 'wait.timeout -> end'],
      ),
    );
    const menu = new AutomationPlayer().with('menu', asking).take(text('menu'));
    const pick = tap(menu.payloads[0] ?? '');
    menu.take(pick).take(text('done')).take(pick);
    expect(changedRecords(undefined, after(menu))).toMatchObject([{ status: 'waiting', revision: 3, endedAt: null }]);
  });

  it('tells all that is known when it does not know what was', () => {
    const menu = player().take(text('menu')).take(text('menu'));
    expect(changedRecords(undefined, after(menu))).toHaveLength(2);
  });
});
