import {
  conversation,
  echo,
  LANE,
  message,
  msAfter,
  NOW,
  postback,
  timerFired,
} from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import type { CrmFacade } from '../../crm';
import type { DomainEvents } from '../../shared/events';
import { Contributions, stableId } from '../../shared/kernel';
import type { DeskFacade } from '../desk/desk.facade';
import type { DoneMarks } from './done-marks.service';
import type { EventParking } from '../parking/event-parking.service';
import type { ThreadRows } from '../messages/thread-rows.service';
import { TurnHandler } from '../turn-handler.port';
import { TurnListeners } from './turn-listeners.service';
import { TurnRecorder } from './turn-recorder.service';

const { workspaceId, accountId, participantId } = LANE;

describe('TurnRecorder', () => {
  const clock = new ManualClock();
  let steps: unknown[][];
  let recorder: TurnRecorder;

  beforeEach(() => {
    steps = [];
    const step =
      (name: string) =>
      (...args: unknown[]) => {
        steps.push([name, ...args]);
        return Promise.resolve();
      };
    const contributions = new Contributions();
    contributions.provide(TurnHandler, standIn<TurnHandler>({ record: step('record') }));
    recorder = new TurnRecorder(
      standIn<ThreadRows>({
        insert: (rows) => step('rows')(rows.map(({ _id }) => _id)),
        amend: (events) => step('amend')(events.map(({ _id }) => _id)),
      }),
      clock,
      standIn<DoneMarks>({ mark: step('done') }),
      new TurnListeners(
        contributions,
        standIn<CrmFacade>({ ensureContact: step('contact'), applyProfile: step('profile') }),
        standIn<DomainEvents>({ publish: (events) => step('told')(events.map(({ type }) => type)) }),
        clock,
        standIn<DeskFacade>(),
      ),
      standIn<EventParking>({ park: step('park') }),
    );
  });

  const names = () => steps.map(([name]) => name);
  const firstContact = { contactId: stableId('contact', LANE.conversationId), workspaceId, accountId, participantId };

  it('writes rows, and the contact at the first event only', async () => {
    await recorder.insertRows(conversation(), []);
    expect(names()).toEqual(['rows']);
    steps = [];
    await recorder.insertRows(conversation({ contactId: null }), []);
    expect(steps).toEqual([
      ['contact', { ...firstContact, at: clock.now() }],
      ['rows', []],
    ]);
  });

  describe('finish', () => {
    const decided = [{ event: { kind: 'hold' as const, eventId: 'm' }, at: NOW, correlationId: 'c', explanation: {} }];

    it('brings mirrors up to date and keeps the reasons before the events are marked', async () => {
      const [before, after] = [conversation({ state: { a: 1 } }), conversation({ state: { a: 2 } })];
      await recorder.finish(before, after, { events: [message('m')], explained: ['own'], decided });
      expect(steps).toEqual([
        ['amend', ['m']],
        [
          'record',
          expect.objectContaining({ conversationId: LANE.conversationId }),
          { before: { a: 1 }, after: { a: 2 }, decided },
        ],
        ['told', ['message.received']],
        ['done', ['own', 'm']],
      ]);
    });

    it('writes no mirrors when nothing was decided', async () => {
      const row = conversation({ state: { a: 1 } });
      await recorder.finish(row, row, { events: [message('m')], explained: [], decided: [] });
      expect(names()).toEqual(['amend', 'told', 'done']);
    });

    it('passes on to the CRM what was learned about the person, once', async () => {
      const before = conversation();
      const after = { ...before, participant: { name: 'Jane', username: 'jane.doe' } };
      await recorder.finish(before, after, { events: [], explained: [], decided: [] });
      expect(steps[1]).toEqual(['profile', { ...firstContact, contactId: 'c1', name: 'Jane', username: 'jane.doe' }]);
      steps = [];
      await recorder.finish(after, after, { events: [], explained: [], decided: [] });
      expect(names()).toEqual(['amend', 'told', 'done']);
    });
  });

  describe('redo, after a crash between commit and rows', () => {
    const consumed = (...ids: string[]) => ids.map((id) => ({ id, at: NOW }));

    it('repeats rows, contact and mirrors, and marks at last', async () => {
      const row = conversation({ consumed: consumed('m', 'p', 'e', 't'), state: { a: 1 } });
      await recorder.redo(row, [message('m'), postback('p', 'P'), echo('e'), timerFired('t', 'x')]);
      expect(steps).toEqual([
        ['rows', ['m', 'p', 'e']],
        ['amend', ['m', 'p', 'e', 't']],
        ['contact', { ...firstContact, contactId: 'c1', at: clock.now() }],
        ['record', expect.anything(), { after: { a: 1 }, decided: expect.any(Array) as unknown }],
        ['told', ['message.received', 'message.received', 'message.sent', 'conversation.changed']],
        ['done', ['m', 'p', 'e', 't']],
      ]);
    });

    it('tells which events were decided, without the reasons that the crash has taken', async () => {
      const row = conversation({ consumed: consumed('m', 'e') });
      await recorder.redo(row, [message('m'), echo('e')]);
      const [, , change] = steps.find(([name]) => name === 'record') ?? [];
      expect(change).toMatchObject({ decided: [{ event: { kind: 'message' } }, { event: { kind: 'hold' } }] });
      expect(JSON.stringify(change)).not.toContain('explanation');
    });

    it('says of a parked event that it is parked, and shows no message for it', async () => {
      const row = conversation({ consumed: [...consumed('m'), { id: 'poison', at: msAfter(1), parked: 'why' }] });
      await recorder.redo(row, [message('poison'), message('m')]);
      expect(steps).toContainEqual(['rows', ['m']]);
      expect(steps).toContainEqual(['park', 'poison', 'why']);
      expect(steps).toContainEqual(['done', ['m']]);
    });

    it('does nothing more for an event that was only parked', async () => {
      await recorder.redo(conversation({ consumed: [{ id: 'poison', at: NOW, parked: 'why' }] }), [message('poison')]);
      expect(steps).toEqual([['park', 'poison', 'why']]);
    });

    it('does nothing for nothing', async () => {
      await recorder.redo(conversation(), []);
      expect(steps).toEqual([]);
    });
  });
});
