import { claimed, conversation, echo, LANE, message, msAfter, says } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import type { DomainEvents } from '../../shared/events';
import { EchoJudge } from './echo-judge.service';
import type { MessagesRepository } from '../repositories/messages.repository';
import type { OutboxRepository } from '../repositories/outbox.repository';

describe('EchoJudge', () => {
  const clock = new ManualClock();
  let ownMids: string[];
  let steps: unknown[][];
  let judge: EchoJudge;

  beforeEach(() => {
    ownMids = [];
    steps = [];
    const step =
      <T>(name: string, answer: () => T) =>
      (...args: unknown[]) => {
        steps.push([name, ...args]);
        return Promise.resolve(answer());
      };
    judge = new EchoJudge(
      standIn<MessagesRepository>({
        ownMids: step('ownMids', () => new Set(ownMids)),
        parkedOf: step('parkedOf', () => [{ messageId: 'p', content: says('late') }]),
        writeSendResult: step('row', () => undefined),
        settleParked: step('settleParked', () => true),
      }),
      standIn<OutboxRepository>({ shift: step('shift', () => null) }),
      clock,
      standIn<DomainEvents>({
        publish: (events) => step('told', () => undefined)(events.map(({ subjectId }) => subjectId)),
      }),
    );
  });

  const names = () => steps.map(([name]) => name);

  it('asks nothing without an echo', async () => {
    await expect(judge.judge(conversation(), [message('m')])).resolves.toMatchObject({ own: [], foreign: [] });
    expect(steps).toEqual([]);
  });

  it('asks once for all mids, and for parked sends only when an echo is left unexplained', async () => {
    ownMids = ['mid-a'];
    await judge.judge(conversation(), [echo('a'), message('m')]);
    expect(steps).toEqual([['ownMids', LANE.accountId, ['mid-a']]]);
    await judge.judge(conversation({ outbox: [claimed('s')] }), [echo('b')]);
    expect(names()).toEqual(['ownMids', 'ownMids']);
  });

  it('judges what is left with the parked sends of the conversation', async () => {
    const verdicts = await judge.judge(conversation(), [echo('e', 'late'), echo('f', 'typed')]);
    expect(names()).toEqual(['ownMids', 'parkedOf']);
    expect(verdicts).toMatchObject({ settlesParked: [{ messageId: 'p' }], foreign: [{ _id: 'f' }] });
  });

  it('settles the head: first the row with the mid of the echo, then what is told, then the shift of just that claim', async () => {
    const head = claimed('s', 'unknown');
    const event = echo('e', 'text of s', { platformAt: msAfter(-70) });
    await judge.settleHead(conversation({ outbox: [head] }), { event, head });
    expect(names()).toEqual(['row', 'told', 'shift']);
    expect(steps[0]?.[1]).toMatchObject({ _id: 's', status: 'sent', mid: 'mid-e', at: msAfter(-70) });
    expect(steps[2]?.[1]).toMatchObject({ effectId: 's', claimId: 'claim-s', workspaceId: LANE.workspaceId });
  });

  it('settles parked sends with the mid of their echo', async () => {
    await judge.settleParked(conversation(), [{ event: echo('e'), messageId: 'p' }]);
    expect(steps).toEqual([
      ['settleParked', LANE.workspaceId, 'p', 'mid-e', clock.now()],
      ['told', ['p']],
    ]);
  });
});
