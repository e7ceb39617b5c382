import { Injectable } from '@nestjs/common';
import { type DueProfile, ParticipantProfiles } from '../../conversations';
import { type AccountId, Clock, type ConversationId, type WorkspaceId } from '../../shared/kernel';
import { GraphError, type GraphPersonProfile, MetaPeople } from '../../shared/providers/meta-graph';
import { AccountDirectory } from '../account-directory.service';
import { AccountHealth } from '../account-health.service';
import { maySend } from '../domain/account-state';
import { tellsOfToken } from '../domain/token-trouble';

/** Longer than two calls to Graph; then another process asks. */
const TAKEN_MS = 60_000;
/** Of an account whose token has ended, or that may ask no more for now. */
const ACCOUNT_WAIT_MS = 5 * 60_000;

export interface LaneToAsk {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  accountId: AccountId;
  participantId: string;
}

/** Who people are, as Instagram tells once they have written. */
@Injectable()
export class Profiles {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly people: MetaPeople,
    private readonly health: AccountHealth,
    private readonly profiles: ParticipantProfiles,
    private readonly clock: Clock,
  ) {}

  /** Asks now, and keeps the answer. Null when the person has not consented or the account is gone. @throws GraphError. */
  async lookup(lane: LaneToAsk): Promise<GraphPersonProfile | null> {
    const { workspaceId, conversationId, accountId, participantId } = lane;
    const account = await this.directory.get(workspaceId, accountId);
    const told =
      account === null || account.isMock === true ? null : await this.people.readPerson(account, participantId);
    await this.profiles.save(workspaceId, conversationId, told === null ? null : inOurWords(told));
    return told;
  }

  /** One that is due, if it still is. */
  async refresh(due: DueProfile): Promise<void> {
    if (!(await this.profiles.take(due, this.fromNow(TAKEN_MS)))) return;
    const account = await this.directory.get(due.workspaceId, due.accountId);
    if (account !== null && !maySend(account.status)) return this.profiles.postpone(due, this.fromNow(ACCOUNT_WAIT_MS));
    try {
      await this.lookup(due);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      await this.afterFailure(due, error);
    }
  }

  /** What will never be told is let be until the person writes again. */
  private async afterFailure(due: DueProfile, { failure }: GraphError): Promise<void> {
    const { workspaceId, conversationId, accountId } = due;
    const account = await this.directory.get(workspaceId, accountId);
    if (account !== null && tellsOfToken(failure.code)) await this.health.noteFailure(account, failure);
    if (failure.class === 'final') return this.profiles.save(workspaceId, conversationId, null);
    const wait = failure.class === 'account' ? ACCOUNT_WAIT_MS : Math.max(failure.retryAfterMs, TAKEN_MS);
    await this.profiles.postpone(due, this.fromNow(wait));
  }

  private fromNow(ms: number): Date {
    return new Date(this.clock.now().getTime() + ms);
  }
}

const inOurWords = ({ profilePictureUrl, ...profile }: GraphPersonProfile) => ({
  ...profile,
  ...(profilePictureUrl === undefined ? {} : { pictureUrl: profilePictureUrl }),
});
