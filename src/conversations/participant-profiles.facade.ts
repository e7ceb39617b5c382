import { Injectable } from '@nestjs/common';
import { CrmFacade } from '../crm';
import { Clock, type ConversationId, type WorkspaceId } from '../shared/kernel';
import { type ParticipantProfile, PROFILE_FRESH_MS, PROFILE_RETRY_MS } from './domain/participant-profile';
import { type DueProfile, ParticipantProfilesRepository } from './repositories/participant-profiles.repository';

export type { DueProfile } from './repositories/participant-profiles.repository';

/** What the channel that knows the participants tells of them: kept with the conversation, and by the CRM. */
@Injectable()
export class ParticipantProfiles {
  constructor(
    private readonly rows: ParticipantProfilesRepository,
    private readonly crm: CrmFacade,
    private readonly clock: Clock,
  ) {}

  /** Conversations whose person has written, and of whom nothing fresh is known. Of all workspaces. */
  due(limit: number): Promise<DueProfile[]> {
    return this.rows.due(this.clock.now(), limit);
  }

  /** The caller's until then; false when it is not. */
  take(profile: DueProfile, until: Date): Promise<boolean> {
    return this.rows.take(profile, until);
  }

  /** Null: the channel tells nothing of this person, as long as they have not consented. */
  async save(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    told: Omit<ParticipantProfile, 'at'> | null,
  ): Promise<void> {
    const at = this.clock.now();
    const freshUntil = new Date(at.getTime() + (told === null ? PROFILE_RETRY_MS : PROFILE_FRESH_MS));
    const profile = told === null ? null : { ...told, at };
    const owner = await this.rows.save(workspaceId, conversationId, profile, freshUntil);
    if (profile === null || owner === null || owner.contactId === null) return;
    const { contactId, accountId, participantId } = owner;
    const { name, username, ...rest } = profile;
    await this.crm.applyProfile({
      workspaceId,
      contactId,
      accountId,
      participantId,
      ...(name === undefined ? {} : { name }),
      ...(username === undefined ? {} : { username }),
      profile: rest,
    });
  }

  postpone({ workspaceId, conversationId }: DueProfile, until: Date): Promise<void> {
    return this.rows.postpone(workspaceId, conversationId, until);
  }
}
