import { Injectable } from '@nestjs/common';
import { ContactEditing } from '../../crm';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, type ContactId, conversationIdOf, newId, type RequestContext } from '../../shared/kernel';
import { HoldNotices } from '../turns/hold-notices.service';
import { OptOutsRepository } from '../repositories/opt-outs.repository';
import type { ConversationState } from '../schemas/conversation.schema';

export interface OptOut {
  optedOut: boolean;
  /** In how many conversations. */
  conversations: number;
}

/** Whether a contact wants messages, in whichever of its conversations. */
@Injectable()
export class OptOuts {
  constructor(
    private readonly contacts: ContactEditing,
    private readonly rows: OptOutsRepository,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly notices: HoldNotices,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CONTACT.NOT_FOUND */
  async of(context: RequestContext, contactId: ContactId): Promise<OptOut> {
    const conversations = await this.rows.count(context.workspaceId, await this.lanesOf(context, contactId));
    return { optedOut: conversations > 0, conversations };
  }

  /** In all conversations that there are. What the bot had not begun to send is cancelled. @throws as `of` */
  async set(context: RequestContext, contactId: ContactId, optedOut: boolean): Promise<OptOut> {
    const { workspaceId } = context;
    const lanes = await this.lanesOf(context, contactId);
    const changed = await this.changes.run(context, async (record) => {
      const conversations: ConversationState[] = [];
      for (const lane of lanes) {
        const conversation = await this.rows.set(workspaceId, lane, optedOut);
        if (conversation !== null) conversations.push(conversation);
      }
      if (conversations.length === 0) return conversations;
      const action = optedOut ? 'contact.opted-out' : 'contact.opted-in';
      await record({ action, workspaceId, target: contactId, subject: contactId });
      const at = this.clock.now();
      const data = { changed: ['optedOut'] };
      await this.events.record({
        id: newId(at),
        type: 'contact.changed',
        workspaceId,
        at,
        subjectId: contactId,
        data,
      });
      return conversations;
    });
    for (const conversation of changed) await this.notices.announce(conversation);
    return this.of(context, contactId);
  }

  private async lanesOf(context: RequestContext, contactId: ContactId) {
    const { identities } = await this.contacts.get(context, contactId);
    return identities.map(({ accountId, participantId }) => conversationIdOf(accountId, participantId));
  }
}
