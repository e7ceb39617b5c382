import { LANE } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn, turnOfTheLoop } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { type AccountId, conversationIdOf, DomainError, stableId } from '../../shared/kernel';
import type { ChannelEvent } from '../domain/channel-event';
import type { Doorbell } from '../turns/doorbell.service';
import { InboxFacade, type IncomingItem } from './inbox.facade';
import type { InboxWriter } from './inbox-writer.service';
import type { ReadReceipts } from '../sending/read-receipts.service';
import type { MessagesRepository } from '../repositories/messages.repository';
import type { InboxEventRow } from '../schemas/inbox-event.schema';

const { workspaceId, accountId } = LANE;
const OTHER = 'a2' as AccountId;
const at = Date.parse('2026-06-01T12:00:00Z');

const item = (event: Partial<ChannelEvent> & Pick<ChannelEvent, 'kind'>, account = accountId): IncomingItem => ({
  kind: 'event',
  workspaceId,
  accountId: account,
  event: { participantId: 'p1', at, dedupeKey: 'k1', mid: 'm1', attachments: [], ...event } as ChannelEvent,
});

describe('InboxFacade', () => {
  const clock = new ManualClock();
  let own: Set<string> | Error;
  let asked: unknown[][];
  let written: InboxEventRow[];
  let duplicates: string[];
  let unavailable: boolean;
  let rings: unknown[][];
  let folded: (readonly InboxEventRow[])[];
  let foldFails: boolean;
  let telemetry: TelemetryProbe;
  let inbox: InboxFacade;

  beforeEach(() => {
    [own, asked, written, duplicates, unavailable, rings, folded, foldFails] = [
      new Set(),
      [],
      [],
      [],
      false,
      [],
      [],
      false,
    ];
    telemetry = new TelemetryProbe();
    inbox = new InboxFacade(
      standIn<InboxWriter>({
        write: (rows) => {
          if (unavailable) return Promise.reject(new DomainError('INBOX.UNAVAILABLE', 'unavailable', 'no'));
          written.push(...rows);
          const stored = rows.filter(({ _id }) => !duplicates.includes(_id));
          return Promise.resolve({ stored, duplicates: rows.length - stored.length, erased: 0 });
        },
      }),
      standIn<MessagesRepository>({
        ownMids: (...args) => {
          asked.push(args);
          return own instanceof Error ? Promise.reject(own) : Promise.resolve(own);
        },
      }),
      standIn<ReadReceipts>({
        fold: (rows) => {
          folded.push(rows);
          return foldFails ? Promise.reject(new Error('away')) : Promise.resolve();
        },
      }),
      standIn<Doorbell>({ ring: async (...args) => void rings.push(args) }),
      clock,
      telemetry,
    );
  });

  it('stores an event under a name that every delivery of it gets, in the lane of its conversation', async () => {
    await expect(inbox.accept([item({ kind: 'message' })], 'corr')).resolves.toEqual({
      stored: 1,
      duplicates: 0,
      erased: 0,
    });
    expect(written).toEqual([
      {
        _id: stableId('event', accountId, 'k1'),
        workspaceId,
        accountId,
        conversationId: conversationIdOf(accountId, 'p1'),
        participantId: 'p1',
        status: 'pending',
        payload: expect.objectContaining({ kind: 'message', mid: 'm1' }),
        platformAt: new Date(at),
        receivedAt: clock.now(),
        sequence: 0,
        correlationId: 'corr',
      },
    ]);
  });

  it('keeps the same key of two accounts apart', async () => {
    await inbox.accept([item({ kind: 'message' }), item({ kind: 'message' }, OTHER)], 'corr');
    expect(new Set(written.map(({ _id }) => _id)).size).toBe(2);
    expect(written.map(({ sequence }) => sequence)).toEqual([0, 1]);
  });

  it('keeps what nobody understands for an admin, once, and rings for nobody', async () => {
    await inbox.accept([{ kind: 'unrecognised', reason: 'why', key: 'x', raw: { a: 1 } }], 'corr');
    expect(written).toMatchObject([
      {
        _id: stableId('unrecognised', 'x'),
        status: 'ignored',
        workspaceId: null,
        conversationId: null,
        payload: { kind: 'unrecognised', reason: 'why', raw: '{"a":1}' },
      },
    ]);
    expect(rings).toEqual([[[], 'turn', 'corr']]);
  });

  it('rings once for each conversation that has something new', async () => {
    const items = [
      item({ kind: 'message', dedupeKey: 'a' }),
      item({ kind: 'message', dedupeKey: 'b' }),
      item({ kind: 'message', dedupeKey: 'c', participantId: 'p2' }),
      item({ kind: 'message', dedupeKey: 'seen before', participantId: 'p3' }),
    ];
    duplicates = [stableId('event', accountId, 'seen before')];
    await expect(inbox.accept(items, 'corr')).resolves.toEqual({ stored: 3, duplicates: 1, erased: 0 });
    const [lanes] = rings[0] as [{ participantId: string }[]];
    expect(lanes.map(({ participantId }) => participantId)).toEqual(['p1', 'p2']);
  });

  it('acknowledges nothing and rings for nothing while events cannot be stored', async () => {
    unavailable = true;
    await expect(inbox.accept([item({ kind: 'message' })], 'corr')).rejects.toMatchObject({
      code: 'INBOX.UNAVAILABLE',
    });
    expect([rings, folded]).toEqual([[], []]);
  });

  describe('read receipts', () => {
    const seen = item({ kind: 'seen', dedupeKey: 's' });

    it('are folded without a turn', async () => {
      await inbox.accept([seen, item({ kind: 'message' })], 'corr');
      expect(written.map(({ status }) => status)).toEqual(['receipt', 'pending']);
      expect(folded.map((rows) => rows.map(({ status }) => status))).toEqual([['receipt']]);
    });

    it('are left to the sweep when that fails: they are safe', async () => {
      foldFails = true;
      await expect(inbox.accept([seen], 'corr')).resolves.toEqual({ stored: 1, duplicates: 0, erased: 0 });
      await turnOfTheLoop();
      expect(telemetry.messages).toEqual(['read receipts left to the sweep']);
    });
  });

  describe('the short cut for echoes of its own', () => {
    const echoOf = (mid: string, account = accountId) => item({ kind: 'echo', mid, dedupeKey: mid }, account);

    it('stores an echo whose send is on record as done, and rings for the others', async () => {
      own = new Set(['m1']);
      await inbox.accept([echoOf('m1'), echoOf('m2')], 'corr');
      expect(written.map(({ status, doneAt }) => [status, doneAt])).toEqual([
        ['done', clock.now()],
        ['pending', undefined],
      ]);
      expect(rings[0]?.[0]).toHaveLength(1);
    });

    it('never takes a message of the participant for an echo', async () => {
      own = new Set(['m1']);
      await inbox.accept([item({ kind: 'message', mid: 'm1' })], 'corr');
      expect(written[0]?.status).toBe('pending');
      expect(asked).toEqual([]);
    });

    it('asks once for each account', async () => {
      await inbox.accept([echoOf('m1'), echoOf('m2'), echoOf('m3', OTHER)], 'corr');
      expect(asked).toEqual([
        [accountId, ['m1', 'm2']],
        [OTHER, ['m3']],
      ]);
    });

    it('leaves echoes to their turn when it cannot be taken', async () => {
      own = new Error('slow');
      await expect(inbox.accept([echoOf('m1')], 'corr')).resolves.toEqual({ stored: 1, duplicates: 0, erased: 0 });
      expect(written[0]?.status).toBe('pending');
      expect(telemetry.messages).toEqual(['echoes left to their turn']);
    });
  });
});
