import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import type { Edited } from './contact-editor';
import { ContactMirrors, MIRRORED } from './contact-mirrors.service';
import { contactChanged } from '../domain/contact-event';

/** Tells what flows changed, also when an effect is repeated, since a crash may have come in between. */
@Injectable()
export class ChangesByFlows {
  constructor(
    private readonly mirrors: ContactMirrors,
    private readonly events: DomainEvents,
  ) {}

  async tell(edited: Extract<Edited, { kind: 'edited' | 'repeated' }>, effectId: string): Promise<void> {
    const { contact, revision } = edited;
    const changed = edited.kind === 'edited' ? edited.changed : MIRRORED;
    if (changed.length === 0) return;
    await this.mirrors.tell(contact, revision, changed);
    await this.events.publish([contactChanged(contact, effectId, changed, contact.updatedAt)]);
  }
}
