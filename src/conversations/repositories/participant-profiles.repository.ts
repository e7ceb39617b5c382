import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { AccountId, ContactId, ConversationId, WorkspaceId } from '../../shared/kernel';
import { nameTerms } from '../domain/name-terms';
import type { ParticipantProfile } from '../domain/participant-profile';
import { type ConversationRow, CONVERSATIONS } from '../schemas/conversation.schema';

/** A conversation whose participant is to be asked for. */
export interface DueProfile {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  accountId: AccountId;
  participantId: string;
  dueAt: Date;
}

/** Whom a profile belongs to. */
export type ProfileOwner = Omit<DueProfile, 'dueAt'> & { contactId: ContactId | null };

const IDENTITY = { workspaceId: 1, accountId: 1, participantId: 1, contactId: 1 } as const;

/** What the channel tells of participants. Turns write none of these fields but `profileDueAt`, and names by themselves. */
@Injectable()
export class ParticipantProfilesRepository {
  private readonly rows: mongo.Collection<ConversationRow>;

  constructor(@InjectModel(CONVERSATIONS) model: Model<ConversationRow>) {
    this.rows = model.collection as unknown as mongo.Collection<ConversationRow>;
  }

  /** Of all workspaces, those first that have waited longest. Without the type the partial index would not be used. */
  async due(now: Date, limit: number): Promise<DueProfile[]> {
    const rows = await this.rows
      .find({ profileDueAt: { $lte: now, $type: 'date' } }, { projection: { ...IDENTITY, profileDueAt: 1 } })
      .sort({ profileDueAt: 1 })
      .limit(limit)
      .toArray();
    return rows.map(({ _id, workspaceId, accountId, participantId, profileDueAt }) => ({
      workspaceId,
      conversationId: _id,
      accountId,
      participantId,
      dueAt: profileDueAt ?? now,
    }));
  }

  /** False when another was first. */
  async take({ workspaceId, conversationId, dueAt }: DueProfile, until: Date): Promise<boolean> {
    const { modifiedCount } = await this.rows.updateOne(
      { _id: conversationId, workspaceId, profileDueAt: dueAt },
      { $set: { profileDueAt: until } },
    );
    return modifiedCount === 1;
  }

  /** Not asked again before `freshUntil`, and then only when the person writes. Null when there is no such conversation. */
  async save(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    profile: ParticipantProfile | null,
    freshUntil: Date,
  ): Promise<ProfileOwner | null> {
    const row = await this.rows.findOneAndUpdate(
      { _id: conversationId, workspaceId },
      {
        $set: {
          ...(profile === null ? {} : { profile }),
          ...(profile?.name === undefined ? {} : { 'participant.name': profile.name }),
          ...(profile?.username === undefined ? {} : { 'participant.username': profile.username }),
          profileFreshUntil: freshUntil,
          profileDueAt: null,
        },
        ...(profile === null ? {} : { $addToSet: { searchTerms: { $each: nameTerms(profile) } } }),
      },
      { returnDocument: 'after', projection: IDENTITY },
    );
    if (row === null) return null;
    const { accountId, participantId, contactId } = row;
    return { workspaceId, conversationId, accountId, participantId, contactId };
  }

  async postpone(workspaceId: WorkspaceId, conversationId: ConversationId, dueAt: Date): Promise<void> {
    await this.rows.updateOne({ _id: conversationId, workspaceId }, { $set: { profileDueAt: dueAt } });
  }
}
