import { Injectable } from '@nestjs/common';
import { Contributions, type ConversationId } from '../../shared/kernel';
import { type ContactMirror, type ContactMove, ContactReferences } from '../contact-references.port';
import { TimelineSource } from '../timeline-source.port';

/** All rows, of whatever domain, that name contacts. */
@Injectable()
export class ContactLinks {
  constructor(private readonly contributions: Contributions) {
    contributions.declare(ContactReferences, 'many');
    contributions.declare(TimelineSource, 'many');
  }

  async mirror(contact: ContactMirror): Promise<void> {
    await Promise.all(this.all().map((references) => references.mirror(contact)));
  }

  async claim(conversationIds: readonly ConversationId[], mirror: ContactMirror): Promise<void> {
    await Promise.all(this.all().map((references) => references.claim(conversationIds, mirror)));
  }

  async follow(move: ContactMove): Promise<void> {
    await Promise.all(this.all().map((references) => references.follow(move)));
  }

  async goBack(move: ContactMove): Promise<void> {
    await Promise.all(this.all().map((references) => references.goBack(move)));
  }

  private all(): readonly ContactReferences[] {
    return this.contributions.all(ContactReferences);
  }
}
