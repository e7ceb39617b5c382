import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { isTransient } from '../../shared/database';
import { Clock, faultPoint, newId } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { FIND_FRESH_MS, FIND_LIMIT } from '../domain/limits';
import { type LaneIdentity, LaneRepository } from '../repositories/lane.repository';
import type { ConversationRow } from '../schemas/conversation.schema';
import { SendReadinessService } from '../sending/send-readiness.service';
import { type Committed, type LeasedTurn, TurnCommitter } from './turn-committer.service';

export type TurnResult =
  /** Another worker has the conversation. */
  | { kind: 'busy' }
  /** A commit may have landed between the find and the lease, so the find tells nothing: again, at once. */
  | { kind: 'stale' }
  /** Nothing to do now; `waiting`: something stays pending until a send is settled. */
  | { kind: 'idle'; waiting: boolean }
  | { kind: 'committed'; committed: Committed };

/** One turn: lease ∥ find, decide, commit; or release. */
@Injectable()
export class TurnRunner {
  private readonly processId = newId();
  private turns = 0;

  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'messagePath'>,
    private readonly lanes: LaneRepository,
    private readonly committer: TurnCommitter,
    private readonly readiness: SendReadinessService,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  async run(lane: LaneIdentity, correlationId: string): Promise<TurnResult> {
    const ready = this.readiness.ask(lane.workspaceId, lane.accountId).catch(() => null);
    let tokenUsed = false;
    try {
      const result = await this.take(lane, ready, correlationId);
      tokenUsed = result.kind === 'committed' && result.committed.claimed !== null;
      return result;
    } finally {
      if (!tokenUsed) void this.giveBackToken(lane, ready);
    }
  }

  private async take(lane: LaneIdentity, ready: LeasedTurn['ready'], correlationId: string): Promise<TurnResult> {
    const startedAt = this.clock.monotonic();
    // Unique for each turn, so that two turns of this process never take each other's lease for their own.
    const owner = `${this.processId}-${++this.turns}`;
    const { conversation, found } = await this.lanes.begin(lane, owner, {
      leaseMs: this.config.messagePath.leaseMs,
      find: FIND_LIMIT,
    });
    if (conversation.lease.owner !== owner) return { kind: 'busy' };
    const guard = { ...lane, fence: conversation.lease.fence };
    if (this.commitMayFollowFind(conversation, this.clock.monotonic() - startedAt)) {
      await this.lanes.release(guard, { clean: true });
      return { kind: 'stale' };
    }
    faultPoint('turn.leased');
    const isFresh = () => this.clock.monotonic() - startedAt < FIND_FRESH_MS;
    return this.decide({ guard, conversation, found, ready, isFresh }, correlationId);
  }

  /** A token that this turn did not need serves another send of this process. */
  private async giveBackToken({ accountId }: LaneIdentity, ready: LeasedTurn['ready']): Promise<void> {
    if ((await ready)?.token.granted === true) this.readiness.giveBack(accountId);
  }

  /** The find was sent `elapsedMs` ago at most; a commit since then may have applied what it still shows as pending. */
  private commitMayFollowFind({ lease, lastCommitAt }: ConversationRow, elapsedMs: number): boolean {
    const leasedAt = lease.until.getTime() - this.config.messagePath.leaseMs;
    return leasedAt - lastCommitAt.getTime() < elapsedMs;
  }

  private async decide(turn: LeasedTurn, correlationId: string): Promise<TurnResult> {
    try {
      if (turn.found.length === 0) return await this.release(turn, false);
      const outcome = await this.committer.commit(turn);
      this.telemetry.metrics.turns.inc({ outcome: outcome.kind });
      switch (outcome.kind) {
        case 'lost':
          return { kind: 'busy' };
        case 'nothing':
          return await this.release(turn, outcome.waiting);
        case 'committed':
          return { kind: 'committed', committed: outcome.committed };
      }
    } catch (err) {
      await this.fail(turn, correlationId, err);
      throw err;
    }
  }

  /** A turn that ends in good order takes back the attempt that it may have counted. */
  private async release({ guard, conversation }: LeasedTurn, waiting: boolean): Promise<TurnResult> {
    const attempts = conversation.turnsBegun > 1 ? { attempts: conversation.attempts } : {};
    await this.lanes.release(guard, { clean: true, ...attempts });
    return { kind: 'idle', waiting };
  }

  /** A fault of the database says nothing against the events; any other makes the next turn suspect one of them. */
  private async fail(turn: LeasedTurn, correlationId: string, err: unknown): Promise<void> {
    const { guard } = turn;
    this.telemetry.metrics.turns.inc({ outcome: 'failed' });
    this.telemetry.logger.event('error', 'turn failed', {
      conversationId: guard.conversationId,
      workspaceId: guard.workspaceId,
      correlationId,
      err,
    });
    await this.lanes.release(guard, { clean: isTransient(err) });
  }
}
