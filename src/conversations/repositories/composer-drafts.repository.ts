import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { type ConversationId, stableId, type UserId, type WorkspaceId } from '../../shared/kernel';
import { COMPOSER_DRAFTS, type ComposerDraftRow } from '../schemas/desk-collections.schema';

export interface ComposerPlace {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  userId: UserId;
}

const idOf = ({ conversationId, userId }: ComposerPlace): string => stableId('composer-draft', conversationId, userId);

@Injectable()
export class ComposerDraftsRepository {
  constructor(@InjectModel(COMPOSER_DRAFTS) private readonly drafts: Model<ComposerDraftRow>) {}

  async find(place: ComposerPlace): Promise<ComposerDraftRow | null> {
    return this.drafts.findOne({ _id: idOf(place), workspaceId: place.workspaceId }).lean();
  }

  async save(place: ComposerPlace, draft: Pick<ComposerDraftRow, 'text' | 'updatedAt' | 'expiresAt'>): Promise<void> {
    const filter = { _id: idOf(place), workspaceId: place.workspaceId };
    await this.drafts.updateOne(filter, { $set: { ...place, ...draft } }, { upsert: true });
  }

  async remove(place: ComposerPlace): Promise<void> {
    await this.drafts.deleteOne({ _id: idOf(place), workspaceId: place.workspaceId });
  }
}
