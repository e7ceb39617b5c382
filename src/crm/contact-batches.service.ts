import { Injectable } from '@nestjs/common';
import { type DomainEvent, DomainEvents } from '../shared/events';
import type { ContactId, WorkspaceId } from '../shared/kernel';
import { ContactEditor, type Edited } from './contact-editor';
import { ContactMirrors } from './contact-mirrors.service';
import type { CheckedChanges } from './domain/contact-changes';
import { contactChanged } from './domain/contact-event';

/** Changes of many contacts by a job, which repeats what a crash interrupted. */
@Injectable()
export class ContactBatches {
  constructor(
    private readonly editor: ContactEditor,
    private readonly mirrors: ContactMirrors,
    private readonly events: DomainEvents,
  ) {}

  /** Applied once for each effect; what changed is told at the end. @returns what became of each */
  async apply(
    workspaceId: WorkspaceId,
    changes: readonly { contactId: ContactId; wanted: CheckedChanges; effectId?: string }[],
  ): Promise<Edited[]> {
    const results: Edited[] = [];
    const told: DomainEvent[] = [];
    for (const { contactId, wanted, effectId } of changes) {
      const by = effectId === undefined ? {} : { effectId };
      const edited = await this.editor.apply({ workspaceId, contactId }, wanted, by);
      results.push(edited);
      if (edited.kind !== 'edited' || edited.changed.length === 0) continue;
      const { contact, revision, changed } = edited;
      await this.mirrors.tell(contact, revision, changed);
      told.push(contactChanged(contact, String(revision), changed, contact.updatedAt));
    }
    if (told.length > 0) await this.events.publish(told);
    return results;
  }
}
