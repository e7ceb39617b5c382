import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ContactMirror, type ContactMove, ContactReferences } from '../crm';
import { Contributions, type ConversationId } from '../shared/kernel';
import { ContactMirrorsRepository } from './repositories/contact-mirrors.repository';
import type { MirroredContact } from './schemas/conversation.schema';

/** Conversations show and are found by what their contact is. */
@Injectable()
export class ContactMirrors extends ContactReferences implements OnModuleInit {
  constructor(
    private readonly contributions: Contributions,
    private readonly rows: ContactMirrorsRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ContactReferences, this);
  }

  override async mirror(mirror: ContactMirror): Promise<void> {
    await this.rows.mirror(mirror.workspaceId, mirror.contactId, copyOf(mirror));
  }

  override async claim(conversationIds: readonly ConversationId[], mirror: ContactMirror): Promise<void> {
    if (conversationIds.length === 0) return;
    await this.rows.claim(mirror.workspaceId, conversationIds, mirror.contactId, copyOf(mirror));
  }

  override async follow(move: ContactMove): Promise<void> {
    await this.rows.follow(move);
  }

  override async goBack(move: ContactMove): Promise<void> {
    await this.rows.goBack(move);
  }
}

const copyOf = ({ revision, tags, stage, goals }: ContactMirror): MirroredContact => ({
  revision,
  tags: [...tags],
  stage,
  goals: [...goals],
});
