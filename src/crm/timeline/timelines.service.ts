import { Injectable } from '@nestjs/common';
import {
  type ContactId,
  Contributions,
  type CursorPosition,
  decodeCursor,
  type Page,
  pageOf,
  type RequestContext,
} from '../../shared/kernel';
import { contactNotFound } from '../crm.errors';
import { lanesOf } from '../domain/contact-merge';
import { ContactsRepository } from '../repositories/contacts.repository';
import { type TimelineEntry, type TimelineKind, TimelineSource } from '../timeline-source.port';
import { newestFirst } from './merge-entries';

/** Everything that happened with a contact, of whatever domain, in one list. */
@Injectable()
export class Timelines {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly contributions: Contributions,
  ) {}

  /** Newest first; each source is asked for a page of each kind. @throws DomainError CONTACT.NOT_FOUND, CURSOR.INVALID. */
  async list(
    { workspaceId }: RequestContext,
    contactId: ContactId,
    { kinds, limit, cursor }: { kinds?: readonly TimelineKind[]; limit: number; cursor?: string },
  ): Promise<Page<TimelineEntry>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const contact = await this.contacts.findById(workspaceId, contactId);
    if (contact === null) throw contactNotFound();
    const { id, stageHistory = [], changeHistory = [] } = contact;
    const subject = { workspaceId, contactId: id, conversationIds: lanesOf(contact), stageHistory, changeHistory };
    const asked = this.sources(kinds).map(([source, kind]) => source.list(subject, kind, limit + 1, after));
    const rows = newestFirst((await Promise.all(asked)).flat());
    return pageOf(rows, limit, (entry): CursorPosition => ({ at: entry.at, id: entry.id }));
  }

  private sources(kinds: readonly TimelineKind[] | undefined): [TimelineSource, TimelineKind][] {
    return this.contributions
      .all(TimelineSource)
      .flatMap((source) => source.kinds.map((kind): [TimelineSource, TimelineKind] => [source, kind]))
      .filter(([, kind]) => kinds === undefined || kinds.includes(kind));
  }
}
