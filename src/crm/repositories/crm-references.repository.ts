import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { ContactMove } from '../contact-references.port';
import { CONTACT_MERGES, type ContactMergeRow } from '../schemas/contact-merge.schema';
import { CONTACT_POINTERS, type ContactPointerRow } from '../schemas/contact-pointer.schema';

/** What is known of earlier merges. */
@Injectable()
export class CrmReferencesRepository {
  constructor(
    @InjectModel(CONTACT_POINTERS) private readonly pointers: Model<ContactPointerRow>,
    @InjectModel(CONTACT_MERGES) private readonly merges: Model<ContactMergeRow>,
  ) {}

  async follow({ workspaceId, mergeId, from, to }: ContactMove): Promise<void> {
    const update = { $set: { contactId: to }, $addToSet: { merges: mergeId } };
    await this.pointers.updateMany({ workspaceId, contactId: from }, update);
    const along = { $set: { holder: to }, $addToSet: { followed: mergeId } };
    await this.merges.updateMany({ workspaceId, holder: from }, along);
  }

  /** Merges into the one that goes back, and into those that were part of it, were taken along, with their pointers. */
  async goBack({ workspaceId, mergeId, from, to }: ContactMove): Promise<void> {
    const update = { $set: { contactId: to }, $pull: { merges: mergeId } };
    await this.pointers.updateMany({ workspaceId, contactId: from, merges: mergeId }, update);
    const along = { $set: { holder: to }, $pull: { followed: mergeId } };
    // Rows from before this was remembered know only whom they were merged into.
    await this.merges.updateMany({ workspaceId, holder: from, $or: [{ followed: mergeId }, { to }] }, along);
  }
}
