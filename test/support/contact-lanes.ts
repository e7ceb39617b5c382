import { type ContactMirror, type ContactMove, ContactReferences } from '../../src/crm';

/** Stands for the conversations: which contact each lane is of, and which copy it has. */
export class ContactLanes extends ContactReferences {
  readonly contactOf = new Map<string, string>();
  readonly copies = new Map<string, ContactMirror>();
  /** How often it is away. */
  failures = 0;

  override async mirror(mirror: ContactMirror): Promise<void> {
    this.answer();
    if ((this.copies.get(mirror.contactId)?.revision ?? -1) < mirror.revision)
      this.copies.set(mirror.contactId, mirror);
  }

  override async claim(conversationIds: readonly string[], mirror: ContactMirror): Promise<void> {
    for (const id of conversationIds) this.contactOf.set(id, mirror.contactId);
  }

  override async follow({ from, to }: ContactMove): Promise<void> {
    this.answer();
    for (const [id, contactId] of this.contactOf) if (contactId === from) this.contactOf.set(id, to);
  }

  override async goBack({ to, conversationIds }: ContactMove): Promise<void> {
    this.answer();
    for (const id of conversationIds) this.contactOf.set(id, to);
  }

  private answer(): void {
    if (this.failures === 0) return;
    this.failures -= 1;
    throw new Error('away');
  }
}
