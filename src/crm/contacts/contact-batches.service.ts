import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import type { ContactId, WorkspaceId } from '../../shared/kernel';
import { ContactEditor, type Edited, type EditFor } from './contact-editor';
import { ContactMirrors } from './contact-mirrors.service';
import type { CheckedChanges } from '../domain/contact-changes';
import { contactChanged } from '../domain/contact-event';
import type { PersonRef } from '../domain/person';

/** Changes of many contacts by a job, which repeats what a crash interrupted. */
@Injectable()
export class ContactBatches {
  constructor(
    private readonly editor: ContactEditor,
    private readonly mirrors: ContactMirrors,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
  ) {}

  /** Applied once for each effect; each change is told together with it. @returns what became of each */
  async apply(
    workspaceId: WorkspaceId,
    changes: readonly { contactId: ContactId; wanted: CheckedChanges; effectId?: string }[],
  ): Promise<Edited[]> {
    const results: Edited[] = [];
    for (const { contactId, wanted, effectId } of changes) {
      const by = effectId === undefined ? {} : { effectId };
      const edited = await this.transactions.run(() => this.changed({ workspaceId, contactId }, wanted, by));
      results.push(edited);
      if (edited.kind === 'edited') await this.mirrors.tell(edited.contact, edited.revision, edited.changed);
    }
    return results;
  }

  /** Nobody repeats it for its news alone: whoever was changed no longer matches, or has had the effect. */
  private async changed(person: PersonRef, wanted: CheckedChanges, by: EditFor): Promise<Edited> {
    const edited = await this.editor.apply(person, wanted, by);
    if (edited.kind !== 'edited' || edited.changed.length === 0) return edited;
    const { contact, revision, changed } = edited;
    await this.events.record(contactChanged(contact, String(revision), changed, contact.updatedAt));
    return edited;
  }
}
