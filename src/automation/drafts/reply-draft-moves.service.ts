import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { draftChanged, type DraftChangeKind } from './domain/draft-event';
import type { ReplyDraft, ReplyDraftStatus } from './domain/reply-draft';
import { type DraftChange, ReplyDraftsRepository, type Superseding } from './repositories/reply-drafts.repository';

type DraftLane = Pick<ReplyDraft, 'workspaceId' | 'conversationId'>;

/** Where a draft goes from, and what is known of it then. */
interface Move {
  from: readonly ReplyDraftStatus[];
  change: DraftChangeKind;
  at: Date;
  set?: DraftChange;
}

const STATUS_AFTER: Readonly<Record<DraftChangeKind, ReplyDraftStatus>> = {
  suggested: 'suggested',
  replaced: 'superseded',
  proposed: 'waiting',
  taken: 'waiting',
  sent: 'sent',
  discarded: 'discarded',
  superseded: 'superseded',
};

/** Moves drafts on, and tells front ends of it. */
@Injectable()
export class ReplyDraftMoves {
  constructor(
    private readonly drafts: ReplyDraftsRepository,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
  ) {}

  /** In the transaction around it; in the place of those that were suggested in the conversation before. */
  async suggest({ workspaceId, conversationId }: DraftLane, drafts: readonly ReplyDraft[], at: Date): Promise<void> {
    const gone = await this.drafts.replaceSuggested(workspaceId, conversationId, drafts);
    for (const draft of gone)
      await this.events.record(draftChanged({ ...draft, status: STATUS_AFTER.replaced }, 'replaced', at));
    for (const draft of drafts) await this.events.record(draftChanged(draft, 'suggested', at));
  }

  /** Made by an effect, which is repeated after a crash: told also when it was there before. False then. */
  async propose(draft: ReplyDraft): Promise<boolean> {
    const isNew = await this.drafts.insertIfNew(draft);
    await this.events.publish([draftChanged(draft, 'proposed', draft.createdAt)]);
    return isNew;
  }

  /** In the transaction around it; false when it was in none of the states `from`. */
  async decide(draft: ReplyDraft, { from, change, at, set = {} }: Move): Promise<boolean> {
    const status = STATUS_AFTER[change];
    if (!(await this.drafts.move(draft, from, status, set))) return false;
    await this.events.record(draftChanged({ ...draft, ...set, status }, change, at));
    return true;
  }

  /** Where nobody decided: what overtook it is found when somebody looks. */
  decideAlone(draft: ReplyDraft, move: Move): Promise<boolean> {
    return this.transactions.run(() => this.decide(draft, move));
  }

  /** In the transaction around it. */
  async supersede(lane: DraftLane, by: Superseding): Promise<void> {
    for (const draft of await this.drafts.supersede(lane.workspaceId, lane.conversationId, by))
      await this.events.record(draftChanged(draft, 'superseded', by.at));
  }

  /** For what is repeated, with the same time, after a crash. */
  async supersedeRepeatedly(lane: DraftLane, by: Superseding): Promise<void> {
    const gone = await this.drafts.supersede(lane.workspaceId, lane.conversationId, by);
    await this.events.publish(gone.map((draft) => draftChanged(draft, 'superseded', by.at)));
  }

  /** Somebody takes it in hand: nobody else can. False when it is not open any more. */
  takeInHand(draft: ReplyDraft, set: DraftChange): Promise<boolean> {
    return this.drafts.move(draft, [draft.status], 'sending', set);
  }

  /** What was refused waits as before. */
  giveBack(draft: ReplyDraft, status: ReplyDraftStatus): Promise<void> {
    return this.drafts.giveBack(draft, status);
  }
}
