import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import { ContactLinks } from './contact-links.service';
import type { Contact } from '../domain/contact';
import { mirrorOf } from '../domain/contact-event';
import { ContactMirrorsRepository } from '../repositories/contact-mirrors.repository';

const GRACE_MS = 10_000;
const BATCH = 200;
/** What others have copies of. */
export const MIRRORED: readonly string[] = ['tags', 'stage', 'ownerId', 'goals'];

/** Copies what changed to the conversations of a contact. A change marks what is due, so a crash only delays it. */
@Injectable()
export class ContactMirrors {
  private readonly logger = new Logger(ContactMirrors.name);

  constructor(
    private readonly contacts: ContactMirrorsRepository,
    private readonly links: ContactLinks,
    private readonly clock: Clock,
  ) {}

  /** After the change is saved, outside of its transaction. What fails is done by the job. */
  async tell(contact: Contact, revision: number, changed: readonly string[]): Promise<void> {
    if (contact.identities.length === 0 || !changed.some((name) => MIRRORED.includes(name))) return;
    await this.tryToCopy(contact, revision);
  }

  /** How many were overdue. */
  async catchUp(): Promise<number> {
    const due = await this.contacts.due(new Date(this.clock.now().getTime() - GRACE_MS), BATCH);
    for (const { contact, revision } of due) await this.tryToCopy(contact, revision ?? 0);
    return due.length;
  }

  /** One that fails keeps no other from being copied. */
  private async tryToCopy(contact: Contact, revision: number): Promise<void> {
    try {
      await this.links.mirror(mirrorOf(contact, revision));
      await this.contacts.done(contact.workspaceId, contact.id, revision);
    } catch (error) {
      this.logger.warn(
        `A contact is copied to its conversations later: ${error instanceof Error ? error.name : 'unknown error'}`,
      );
    }
  }
}
