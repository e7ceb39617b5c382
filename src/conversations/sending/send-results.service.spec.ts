import { claimed, conversation, entry, PATH_CONFIG } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import type { DomainEvents } from '../../shared/events';
import type { SendOutcome } from '../channel.port';
import { MAX_SEND_ATTEMPTS } from '../domain/limits';
import type { LaneEvents } from '../receiving/lane-events.service';
import type { MessagesRepository } from '../repositories/messages.repository';
import type { ClaimedHead, OutboxRepository } from '../repositories/outbox.repository';
import type { MessageRow } from '../schemas/message.schema';
import { SendNews } from './send-news.service';
import { headOf, SendResults } from './send-results.service';
import type { UntoldSends } from './untold-sends';

const lane = conversation();
const AFTER = conversation({ turnVersion: 99 });
const HEAD: ClaimedHead = {
  conversationId: lane._id,
  workspaceId: lane.workspaceId,
  effectId: 's',
  claimId: 'claim-s',
};
const refused = (retryable: boolean, isWait = false): SendOutcome => {
  const why = { kind: 'refused' as const, code: '100/1', message: 'No.', advice: 'Change it.' };
  return retryable ? { ...why, retryable, isWait, retryAfterMs: 700 } : { ...why, retryable };
};

describe('SendResults', () => {
  const clock = new ManualClock();
  let telemetry: TelemetryProbe;
  /** What was written, in order. */
  let steps: unknown[][];
  let shifted: typeof AFTER | null;
  let results: SendResults;

  beforeEach(() => {
    telemetry = new TelemetryProbe();
    steps = [];
    shifted = AFTER;
    const step =
      <T>(result: () => T) =>
      (...args: unknown[]) => {
        steps.push(args);
        return Promise.resolve(result());
      };
    const outbox = standIn<OutboxRepository>({
      shift: (...args) => step(() => shifted)('shift', ...args),
      markUnknown: (...args) => step(() => true)('markUnknown', ...args),
      backToPending: (...args) => step(() => AFTER)('backToPending', ...args),
    });
    const events = standIn<LaneEvents>({ add: (_lane, added) => step(() => undefined)('event', added) });
    const messages = standIn<MessagesRepository>({ writeSendResult: (row) => step(() => undefined)('row', row) });
    const news = standIn<DomainEvents>({
      publish: (told) => step(() => undefined)('told', ...told.map(({ type }) => type)),
    });
    const untold = standIn<UntoldSends>({
      note: ({ effectId }) => step(() => undefined)('noted', effectId),
      forget: ({ effectId }) => step(() => undefined)('forgotten', effectId),
    });
    const sendNews = new SendNews(news, events, clock, untold);
    results = new SendResults(PATH_CONFIG, messages, outbox, clock, telemetry, sendNews);
  });

  const names = () => steps.map(([name]) => name);
  const row = () => steps[0]?.[1] as MessageRow;

  it('sent: first the row with its mid, then the shift, which shows the text in the inbox', async () => {
    await expect(results.apply(lane, claimed('s'), { kind: 'sent', mid: 'm1' })).resolves.toBe(AFTER);
    expect(names()).toEqual(['row', 'told', 'noted', 'shift', 'told', 'forgotten']);
    expect(row()).toMatchObject({ _id: 's', effectId: 's', status: 'sent', mid: 'm1', at: clock.now() });
    expect(steps.slice(1)).toEqual([
      ['told', 'message.changed', 'message.sent'],
      // So that it is told also when this process dies behind the shift.
      ['noted', 's'],
      ['shift', HEAD, 'text of s'],
      ['told', 'conversation.changed'],
      ['forgotten', 's'],
    ]);
  });

  it('has nothing more to say when the claim was not current any more', async () => {
    shifted = null;
    await expect(results.apply(lane, claimed('s'), { kind: 'sent', mid: 'm1' })).resolves.toBeNull();
  });

  it('unknown: waits for the echo, then for the thread; writes no row', async () => {
    const outcome: SendOutcome = { kind: 'unknown', code: 'ECONNRESET', message: 'broke' };
    await expect(results.apply(lane, claimed('s'), outcome)).resolves.toBeNull();
    expect(steps).toEqual([['markUnknown', HEAD, PATH_CONFIG.messagePath.unknownFirstReadMs]]);
  });

  it('refused for good: the row says why, the next send goes on, and the inbox shows nothing', async () => {
    await expect(results.apply(lane, claimed('s'), refused(false))).resolves.toBe(AFTER);
    expect(names()).toEqual(['row', 'told', 'shift']);
    expect(row()).toMatchObject({ status: 'failed', error: { code: '100/1', message: 'No.', advice: 'Change it.' } });
    expect(row().error).not.toHaveProperty('retryAfterMs');
    expect(steps[2]?.[2]).toBeUndefined();
  });

  it('tries again what may pass, as often as the channel says, and fails it then', async () => {
    const outcome = { ...refused(true), tries: 3 } as SendOutcome;
    await results.apply(lane, claimed('s', 'sending', { attempts: 1 }), outcome);
    expect(names()).toEqual(['backToPending']);
    steps.length = 0;
    await results.apply(lane, claimed('s', 'sending', { attempts: 2 }), outcome);
    expect(names()).toEqual(['row', 'told', 'shift']);
    expect(row()).toMatchObject({ status: 'failed' });
  });

  describe('a private reply that is refused for good', () => {
    const content = { kind: 'private-reply' as const, commentId: 'c', text: 'Hi', permittedUntil: new Date() };

    it('is told to its automation, once, before anything else', async () => {
      await results.apply(lane, claimed('s', 'sending', { content }), refused(false));
      await results.apply(lane, claimed('s', 'sending', { content }), refused(false));
      const told = steps.filter(([name]) => name === 'event').map(([, events]) => (events as { id: string }[])[0]);
      expect(names().slice(0, 4)).toEqual(['event', 'row', 'told', 'shift']);
      expect(told[0]).toMatchObject({
        payload: { kind: 'command', command: 'undelivered', data: { sendId: 's', reason: '100/1' } },
      });
      expect(told[1]?.id).toBe(told[0]?.id);
    });

    it('is nothing to its automation when a person has taken over, or has written it', async () => {
      await results.failed(lane, claimed('s', 'sending', { content }), { code: 'SEND.HELD', message: 'held' });
      await results.failed(lane, claimed('s', 'sending', { content, origin: 'person' }), { code: 'x', message: 'x' });
      expect(names()).toEqual(['row', 'told', 'shift', 'row', 'told', 'shift']);
    });
  });

  it('refused for now: pending again, counted, after a pause that grows with each try', async () => {
    await expect(results.apply(lane, claimed('s', 'sending', { attempts: 2 }), refused(true))).resolves.toBe(AFTER);
    expect(steps).toEqual([['backToPending', HEAD, 3, expect.any(Number)]]);
    const pauseMs = steps[0]?.[3];
    expect(pauseMs).toBeGreaterThanOrEqual(1_400);
    expect(pauseMs).toBeLessThanOrEqual(2_800);
  });

  it('a wait of the whole account wears no message out, however often it comes', async () => {
    await results.apply(lane, claimed('s', 'sending', { attempts: MAX_SEND_ATTEMPTS - 1 }), refused(true, true));
    expect(steps).toEqual([['backToPending', HEAD, MAX_SEND_ATTEMPTS - 1, 700]]);
  });

  it('a reaction is sent without an id of its own', async () => {
    await results.apply(lane, claimed('s'), { kind: 'sent' });
    expect(row()).toMatchObject({ status: 'sent' });
    expect(row()).not.toHaveProperty('mid');
  });

  it.each([
    [MAX_SEND_ATTEMPTS - 2, ['backToPending']],
    [MAX_SEND_ATTEMPTS - 1, ['row', 'told', 'shift']],
  ])('after %i refusals: %s', async (attempts, expected) => {
    await results.apply(lane, claimed('s', 'sending', { attempts }), refused(true));
    expect(names()).toEqual(expected);
  });

  it('parked: leaves the outbox with its content, is counted and logged without the text', async () => {
    await results.parked(lane, claimed('s'), { code: 'SEND.AMBIGUOUS', message: 'why' });
    expect(row()).toMatchObject({
      status: 'parked',
      content: { text: 'text of s' },
      error: { code: 'SEND.AMBIGUOUS' },
    });
    expect(await telemetry.value('parley_parked_total', { kind: 'send' })).toBe(1);
    expect(telemetry.lines).toMatchObject([{ level: 'error', fields: { effectId: 's', code: 'SEND.AMBIGUOUS' } }]);
    expect(JSON.stringify(telemetry.lines)).not.toContain('text of s');
  });

  it('counts outcomes', async () => {
    await results.apply(lane, claimed('s'), { kind: 'sent', mid: 'm1' });
    await results.apply(lane, claimed('s'), refused(true));
    expect(await telemetry.value('parley_sends_total', { outcome: 'sent' })).toBe(1);
    expect(await telemetry.value('parley_sends_total', { outcome: 'refused' })).toBe(1);
    expect(telemetry.messages).toEqual(['send sent', 'send refused']);
    expect(JSON.stringify(telemetry.lines)).not.toContain('text of s');
  });

  it('headOf names the claim, or its absence', () => {
    expect(headOf(lane, claimed('s'))).toEqual(HEAD);
    expect(headOf(lane, entry('s')).claimId).toBeNull();
  });
});
