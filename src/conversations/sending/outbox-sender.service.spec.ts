import {
  claimed,
  conversation,
  entry,
  hold,
  LANE,
  MESSAGE_PATH,
  msAfter,
  PATH_CONFIG,
  says,
  WINDOW,
  WINDOW_MS,
} from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import type { Channel, SendRequest } from '../channel.port';
import { visibleTextOf } from '../domain/content';
import type { Doorbell } from '../turns/doorbell.service';
import { OutboxSender } from './outbox-sender.service';
import type { OutboxRepository } from '../repositories/outbox.repository';
import type { ConversationRow, OutboxEntry } from '../schemas/conversation.schema';
import type { SendReadiness, SendReadinessService } from './send-readiness.service';
import type { SendResults } from './send-results.service';

/** An outbox of which every claim, if allowed, and every result takes the head away. */
class World {
  readonly clock = new ManualClock();
  row: ConversationRow;
  ready: SendReadiness = { account: { sendable: true }, token: { granted: true }, window: WINDOW };
  claimAllowed = true;
  posts: SendRequest[] = [];
  /** In order: what was asked of and written to the outside. */
  steps: unknown[][] = [];
  /** Runs while a claim is on its way to the database. */
  duringClaim: () => void = () => undefined;
  inFlight = 0;
  mostInFlight = 0;

  constructor(outbox: OutboxEntry[], part: Partial<ConversationRow> = {}) {
    this.clock.advance(10 * MESSAGE_PATH.sendDeadlineMs); // the process has run for a while
    this.row = conversation({ outbox, lastInboundAt: this.clock.now(), ...part });
  }

  readonly sender = new OutboxSender(
    PATH_CONFIG,
    standIn<OutboxRepository>({
      claim: (_lane, effectId, claim) => {
        void this.step('claim', effectId, claim.deadlineMs, claim.window);
        this.duringClaim();
        const [head, ...rest] = this.row.outbox;
        if (!this.claimAllowed || head?.id !== effectId) return Promise.resolve(null);
        return Promise.resolve({ ...this.row, outbox: [{ ...head, status: 'sending' as const }, ...rest] });
      },
      read: () => Promise.resolve(this.row),
      postpone: (_lane, effectId, waitMs) => this.step('postpone', effectId, waitMs),
    }),
    standIn<Doorbell>({ ringLater: (lane, delayMs) => this.step('ringLater', lane, delayMs) }),
    standIn<SendReadinessService>({
      ask: () => Promise.resolve(this.ready),
      windowPolicy: () => Promise.resolve(this.ready.window),
      giveBack: (accountId) => void this.step('giveBack', accountId),
      channel: standIn<Channel>({
        windowMs: WINDOW_MS,
        send: async (request) => {
          this.posts.push(request);
          this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
          await Promise.resolve();
          this.inFlight--;
          return { kind: 'sent', mid: `mid${this.posts.length}` };
        },
      }),
    }),
    standIn<SendResults>({
      apply: (_lane, sent, outcome) => this.leaves('apply', sent.id, outcome.kind),
      failed: (_lane, sent, error) => this.leaves('failed', sent.id, error.code),
    }),
    this.clock,
  );

  private leaves(...step: [string, string, string]): Promise<ConversationRow> {
    this.steps.push(step);
    this.row = { ...this.row, outbox: this.row.outbox.slice(1) };
    return Promise.resolve(this.row);
  }

  private step(...step: unknown[]): Promise<void> {
    this.steps.push(step);
    return Promise.resolve();
  }

  get texts() {
    return this.posts.map(({ content }) => visibleTextOf(content));
  }

  get names() {
    return this.steps.map(([name]) => name);
  }

  drain(send: Parameters<OutboxSender['drain']>[1] = null): Promise<void> {
    return this.sender.drain(this.row, send);
  }
}

const waiting = (...ids: string[]) => ids.map((id) => entry(id, { content: says(id) }));

describe('OutboxSender', () => {
  it('sends head to tail, never two at once, each claimed before it is posted', async () => {
    const world = new World(waiting('a', 'b', 'c'));
    await world.drain();
    expect(world.texts).toEqual(['a', 'b', 'c']);
    expect(world.mostInFlight).toBe(1);
    expect(world.steps.slice(0, 2)).toEqual([
      ['claim', 'a', MESSAGE_PATH.sendDeadlineMs, WINDOW],
      ['apply', 'a', 'sent'],
    ]);
    expect(world.posts[0]).toEqual({
      workspaceId: LANE.workspaceId,
      accountId: LANE.accountId,
      participantId: LANE.participantId,
      content: says('a'),
      correlationId: 'corr',
    });
  });

  it('posts what the commit has claimed without claiming again', async () => {
    const world = new World([claimed('a', 'sending', { content: says('a') }), ...waiting('b')]);
    await world.drain({ entry: world.row.outbox[0] as OutboxEntry, claimedAt: world.clock.monotonic() });
    expect(world.texts).toEqual(['a', 'b']);
    expect(world.names).toEqual(['apply', 'claim', 'apply']);
  });

  it.each([
    [MESSAGE_PATH.sendDeadlineMs - 1, ['a']],
    [MESSAGE_PATH.sendDeadlineMs, []],
  ])('%i ms after its claim posts %j', async (pause, texts) => {
    const world = new World(waiting('a'));
    world.duringClaim = () => world.clock.advance(pause);
    await world.drain();
    expect(world.texts).toEqual(texts);
  });

  it.each<[string, OutboxEntry[]]>([
    ['is empty', []],
    ['has a head under way', [claimed('a'), entry('b')]],
    ['has a head of unknown outcome', [claimed('a', 'unknown'), entry('b')]],
    ['has a head that is due later', [entry('a', { dueAt: new Date(Date.now() + 3_600_000) }), entry('b')]],
  ])('leaves an outbox alone that %s', async (_, outbox) => {
    const world = new World(outbox);
    await world.drain();
    expect([world.posts, world.steps]).toEqual([[], []]);
  });

  it('takes a head that is due in a moment', async () => {
    const world = new World([]);
    world.row = { ...world.row, outbox: [entry('a', { dueAt: msAfter(50, world.clock.now()), content: says('a') })] };
    await world.drain();
    expect(world.texts).toEqual(['a']);
  });

  it('without a token postpones the head exactly so long, and rings then', async () => {
    const world = new World(waiting('a', 'b'));
    world.ready = { ...world.ready, token: { granted: false, waitMs: 80 } };
    await world.drain();
    expect(world.steps).toEqual([
      ['postpone', 'a', 80],
      ['ringLater', LANE, 80],
    ]);
  });

  it('gives the token back and waits while the account cannot send', async () => {
    const world = new World(waiting('a'));
    world.ready = { ...world.ready, account: { sendable: false } };
    await world.drain();
    expect(world.names).toEqual(['giveBack', 'postpone']);
  });

  it('drops what a hold forbids, gives the token back and goes on with what a person wrote', async () => {
    const world = new World([...waiting('bot'), entry('person', { origin: 'person', content: says('person') })]);
    world.row.hold = hold(msAfter(60_000, world.clock.now()));
    world.claimAllowed = false;
    world.duringClaim = () => (world.claimAllowed = world.row.outbox[0]?.origin === 'person');
    await world.drain();
    expect(world.steps).toEqual([
      ['claim', 'bot', MESSAGE_PATH.sendDeadlineMs, WINDOW],
      ['giveBack', LANE.accountId],
      ['failed', 'bot', 'SEND.HELD'],
      ['claim', 'person', MESSAGE_PATH.sendDeadlineMs, WINDOW],
      ['apply', 'person', 'sent'],
    ]);
    expect(world.texts).toEqual(['person']);
  });

  it('steps back when another worker has claimed the head', async () => {
    const world = new World(waiting('a'));
    world.claimAllowed = false;
    world.duringClaim = () => (world.row = { ...world.row, outbox: [claimed('a')] });
    await world.drain();
    expect(world.names).toEqual(['claim', 'giveBack']);
    expect(world.posts).toEqual([]);
  });
});
