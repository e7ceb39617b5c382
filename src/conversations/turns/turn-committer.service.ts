import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, faultGate, faultPoint, newId, within } from '../../shared/kernel';
import type { Commit } from '../domain/commit';
import { FIND_LIMIT, MAX_ATTEMPTS } from '../domain/limits';
import { parkingCommit } from '../domain/parking-commit';
import { keptIds } from '../domain/ring';
import { planBatch } from '../domain/turn-batch';
import type { CommitClaim } from '../repositories/commit-pipeline';
import { type LaneIdentity, LaneRepository, type TurnGuard } from '../repositories/lane.repository';
import type { ConversationRow, ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import { type SendReadiness, SendReadinessService } from '../sending/send-readiness.service';
import { type Decided, TurnDecider } from './turn-decider.service';
import { TurnRecorder } from './turn-recorder.service';

/** A turn that has its lease. */
export interface LeasedTurn {
  guard: TurnGuard & LaneIdentity;
  conversation: ConversationRow;
  found: LaneEvent[];
  /** Null when nobody could be asked: the sender will ask again. */
  ready: Promise<SendReadiness | null>;
  /** False once the find is too old to tell what is pending. */
  isFresh(): boolean;
}

export interface ClaimedSend {
  entry: OutboxEntry;
  /** Monotonic clock, read before the claim was sent. */
  claimedAt: number;
}

export interface Committed {
  conversation: ConversationState;
  /** The head of the outbox, if the commit itself claimed it. */
  claimed: ClaimedSend | null;
  /** Rows and marks. Rejects when some could not be written: the sweep repeats them. */
  finished: Promise<void>;
  /** Events may be left. */
  more: boolean;
  /** It shall look as if somebody typed. */
  typing: boolean;
}

export type CommitOutcome =
  { kind: 'committed'; committed: Committed } | { kind: 'nothing'; waiting: boolean } | { kind: 'lost' };

/** A token that comes this soon saves a command of its own for the claim, and the send could not start without it anyway. */
const TOKEN_WAIT_MS = 10;
/** Bounds a turn that meets one conflict after another; its events stay pending for the next. */
const MAX_ROUNDS = 10;

@Injectable()
export class TurnCommitter {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'messagePath'>,
    private readonly lanes: LaneRepository,
    private readonly decider: TurnDecider,
    private readonly recorder: TurnRecorder,
    private readonly readiness: SendReadinessService,
    private readonly clock: Clock,
  ) {}

  /** Decides and commits; again, with the same find, when the conversation changed in between. */
  async commit(turn: LeasedTurn): Promise<CommitOutcome> {
    const { redo, fresh, suspect } = planBatch(turn.conversation, turn.found, this.clock.now());
    await this.recorder.redo(turn.conversation, redo);
    if (suspect?.park === true) return this.park(turn, suspect.event);
    if (suspect !== null && !(await this.lanes.countAttempt(turn.guard, suspect.event._id, suspect.attempt)))
      return { kind: 'lost' };
    let conversation: ConversationRow | null = turn.conversation;
    for (let round = 0; round < MAX_ROUNDS && conversation !== null; round++) {
      const outcome = await this.tryOnce(turn, conversation, fresh);
      if (outcome !== 'again') return outcome;
      conversation = await this.lanes.reload(turn.guard);
    }
    return conversation === null ? { kind: 'lost' } : { kind: 'nothing', waiting: true };
  }

  private async tryOnce(
    turn: LeasedTurn,
    conversation: ConversationRow,
    fresh: readonly LaneEvent[],
  ): Promise<CommitOutcome | 'again'> {
    const decided = await this.decider.decide(conversation, fresh);
    if (decided.kind === 'reload') return 'again';
    if (decided.kind === 'nothing') {
      await this.recorder.markDone(decided.explained);
      return { kind: 'nothing', waiting: decided.waiting };
    }
    faultPoint('turn.decided');
    // A pause may have outlasted the find while this was decided.
    if (!turn.isFresh()) return { kind: 'nothing', waiting: false };
    return this.write(turn, conversation, decided);
  }

  private async write(
    turn: LeasedTurn,
    conversation: ConversationRow,
    decided: Extract<Decided, { kind: 'fold' }>,
  ): Promise<CommitOutcome | 'again'> {
    const { commit, messages, taken, decided: reasons, typing } = decided.folded;
    const insert = () => this.recorder.insertRows(conversation, messages);
    // That an echo is foreign is known only once the commit stands: before, its row might be one of our own message.
    const besideCommit = commit.headMustBe === undefined ? insert() : null;
    besideCommit?.catch(() => undefined); // looked at in `finish`, if the commit stands
    const { after, claimed } = await this.claimAndCommit(turn, conversation, commit);
    if (after === null) return 'again';
    faultPoint('turn.committed');
    const rows = besideCommit ?? insert();
    const { explained } = decided;
    const finished = rows.then(() =>
      this.recorder.finish(conversation, after, { events: taken, explained, decided: reasons }),
    );
    return {
      kind: 'committed',
      committed: {
        conversation: after,
        claimed,
        finished,
        more: decided.more || turn.found.length >= FIND_LIMIT,
        typing,
      },
    };
  }

  /** When a token is at hand, the commit writes the head of an empty outbox already claimed: one wait less before the send. */
  private async claimAndCommit(turn: LeasedTurn, conversation: ConversationRow, commit: Commit) {
    const [head] = commit.sends;
    const mayClaim =
      head !== undefined && head.refusal === undefined && this.readiness.channel.isOrdinary(head.content);
    const ready = mayClaim ? await within(TOKEN_WAIT_MS, turn.ready) : null;
    const claim = maySend(ready) ? this.newClaim(turn) : null;
    const claimedAt = this.clock.monotonic();
    const after = await this.apply(turn, conversation, commit, claim);
    const entry = after?.outbox.find((send) => claim !== null && send.claim?.id === claim.id);
    const claimed = entry === undefined ? null : { entry, claimedAt };
    return { after, claimed };
  }

  private async apply(
    turn: LeasedTurn,
    conversation: ConversationRow,
    commit: Commit,
    claim: CommitClaim | null,
  ): Promise<ConversationState | null> {
    const found = new Set(turn.found.map(({ _id }) => _id));
    const kept = keptIds(conversation.consumed, found, turn.found.length >= FIND_LIMIT, this.clock.now());
    await faultGate('turn.commit');
    return this.lanes.commit(
      { ...turn.guard, turnVersion: conversation.turnVersion },
      commit,
      kept.map(({ id }) => id),
      claim,
    );
  }

  private newClaim(turn: LeasedTurn): CommitClaim {
    const deadlineMs = this.config.messagePath.sendDeadlineMs;
    return {
      id: newId(),
      owner: turn.conversation.lease.owner ?? '',
      deadlineMs,
      windowMs: this.readiness.channel.windowMs,
    };
  }

  private async park(turn: LeasedTurn, event: LaneEvent): Promise<CommitOutcome> {
    const reason = `Tried ${MAX_ATTEMPTS} times without a result.`;
    const after = await this.apply(
      turn,
      turn.conversation,
      parkingCommit(turn.conversation, event, reason, this.clock.now()),
      null,
    );
    if (after === null) return { kind: 'nothing', waiting: false };
    faultPoint('turn.parked');
    const finished = this.recorder.finishParked(event._id, reason);
    return {
      kind: 'committed',
      committed: { conversation: after, claimed: null, finished, more: true, typing: false },
    };
  }
}

const maySend = (ready: SendReadiness | null): boolean =>
  ready !== null && ready.account.sendable && ready.token.granted;
