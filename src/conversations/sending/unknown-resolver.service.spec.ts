import { claimed, conversation, NOW, PATH_CONFIG, says } from '../../../test/support/lane-fixtures';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import type { Channel, ThreadMessage } from '../channel.port';
import { MAX_FAILED_READS } from '../domain/limits';
import type { MessagesRepository } from '../repositories/messages.repository';
import type { OutboxRepository } from '../repositories/outbox.repository';
import type { OutboxEntry } from '../schemas/conversation.schema';
import type { SendReadinessService } from './send-readiness.service';
import { headOf, type SendResults } from './send-results.service';
import { UnknownResolver } from './unknown-resolver.service';

const lane = conversation();
const AFTER = conversation({ turnVersion: 99 });
const unknown = (part: Partial<OutboxEntry> = {}) => claimed('s', 'unknown', { content: says('Hello'), ...part });
const hello = (mid: string): ThreadMessage => ({ mid, fromAccount: true, text: 'Hello', at: NOW });

describe('UnknownResolver', () => {
  let ownMid: string | undefined;
  let thread: ThreadMessage[] | Error;
  let taken: string[];
  let asked: unknown[];
  let steps: unknown[][];
  let telemetry: TelemetryProbe;
  let resolver: UnknownResolver;

  beforeEach(() => {
    ownMid = undefined;
    thread = [];
    taken = [];
    asked = [];
    steps = [];
    telemetry = new TelemetryProbe();
    const step =
      <T>(name: string, result: T) =>
      (...args: unknown[]) => {
        steps.push([name, ...args]);
        return Promise.resolve(result);
      };
    const messages = standIn<MessagesRepository>({
      find: () => Promise.resolve(ownMid === undefined ? null : ({ mid: ownMid, status: 'sent' } as never)),
      takenMids: (...args) => {
        asked.push(args);
        return Promise.resolve(new Set(taken));
      },
    });
    const outbox = standIn<OutboxRepository>({
      noteAbsent: step('noteAbsent', true),
      noteFailedRead: step('noteFailedRead', true),
      backToPending: step('backToPending', AFTER),
    });
    const channel = standIn<Channel>({
      readThread: () => (thread instanceof Error ? Promise.reject(thread) : Promise.resolve(thread)),
    });
    const results = standIn<SendResults>({
      sent: step('sent', AFTER),
      parked: step('parked', AFTER),
      leaveAsSent: step('leaveAsSent', AFTER),
    });
    const readiness = standIn<SendReadinessService>({ channel });
    resolver = new UnknownResolver(PATH_CONFIG, messages, outbox, readiness, results, telemetry);
  });

  it('believes its own row: an earlier result was written, only the shift was not', async () => {
    ownMid = 'm0';
    thread = new Error('not asked');
    await expect(resolver.resolve(lane, unknown())).resolves.toBe(AFTER);
    expect(steps).toEqual([['leaveAsSent', lane, unknown(), { mid: 'm0', status: 'sent' }]]);
  });

  it('found in the thread: sent, with that mid', async () => {
    thread = [hello('m1')];
    await expect(resolver.resolve(lane, unknown())).resolves.toBe(AFTER);
    expect(steps).toEqual([['sent', lane, unknown(), 'm1']]);
    expect(asked).toEqual([[lane.workspaceId, lane._id, ['m1']]]);
  });

  it('of two with equal text takes the one that nobody else has', async () => {
    thread = [hello('m1'), hello('m2')];
    taken = ['m2'];
    await resolver.resolve(lane, unknown());
    expect(steps[0]?.[3]).toBe('m1');
  });

  it('of two that are both open parks it: a person must look', async () => {
    thread = [hello('m1'), hello('m2')];
    await resolver.resolve(lane, unknown());
    expect(steps).toMatchObject([['parked', lane, unknown(), { code: 'SEND.AMBIGUOUS' }]]);
  });

  it('absent once: looks again later, and nothing goes on', async () => {
    await expect(resolver.resolve(lane, unknown())).resolves.toBeNull();
    expect(steps).toEqual([['noteAbsent', headOf(lane, unknown()), PATH_CONFIG.messagePath.unknownSecondReadMs]]);
  });

  it('absent twice: pending again at once, its refusals not counted up', async () => {
    const head = unknown({ absentReads: 1, attempts: 3 });
    await expect(resolver.resolve(lane, head)).resolves.toBe(AFTER);
    expect(steps).toEqual([['backToPending', headOf(lane, head), 3, 0]]);
  });

  it('takes a thread that cannot be read for no proof of absence, and waits longer each time', async () => {
    thread = new Error('503');
    await expect(resolver.resolve(lane, unknown({ absentReads: 1 }))).resolves.toBeNull();
    await resolver.resolve(lane, unknown({ failedReads: 2 }));
    const head = headOf(lane, unknown());
    expect(steps).toEqual([
      ['noteFailedRead', head, 1, 5_000],
      ['noteFailedRead', head, 3, 15_000],
    ]);
    expect(telemetry.messages).toEqual(['thread not readable', 'thread not readable']);
  });

  it('parks it once the thread could not be read too often', async () => {
    thread = new Error('503');
    await resolver.resolve(lane, unknown({ failedReads: MAX_FAILED_READS - 1 }));
    expect(steps).toMatchObject([['parked', lane, { id: 's' }, { code: 'SEND.UNREADABLE' }]]);
  });
});
