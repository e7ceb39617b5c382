import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../../shared/kernel';
import { contactInvalid } from '../crm.errors';
import { spelled } from '../domain/contact-filter-wishes';
import { tagOf } from '../domain/contact-values';
import type { CrmJob } from '../domain/crm-job';
import { CrmJobs } from '../jobs/crm-jobs.service';
import { ContactListsRepository, type TagCount } from '../repositories/contact-lists.repository';

/** Of the most used ones. */
const LISTED = 500;
/** Counting further costs as much as there are contacts. */
export const TAGS_LOOKED_AT = 10_000;

/** The tags that contacts have: there are those that somebody has. */
@Injectable()
export class Tags {
  constructor(
    private readonly lists: ContactListsRepository,
    private readonly jobs: CrmJobs,
  ) {}

  /** The most used first; with `beginning`, in any spelling, only those that begin so. */
  list({ workspaceId }: RequestContext, beginning?: string): Promise<{ tags: TagCount[]; isCapped: boolean }> {
    const begins = beginning === undefined ? {} : { beginning: spelled(beginning) };
    return this.lists.tags(workspaceId, { limit: LISTED, looked: TAGS_LOOKED_AT, ...begins });
  }

  /** Contacts who have both keep one. @throws DomainError CONTACT.INVALID. */
  rename(context: RequestContext, id: string, tag: string, to: string): Promise<CrmJob> {
    const checked = tagOf(to);
    const from = spelled(tag);
    if (!checked.ok) throw contactInvalid([{ field: 'to', rule: checked.rule }]);
    if (checked.value === from) throw contactInvalid([{ field: 'to', rule: 'must be another tag' }]);
    return this.jobs.start(context, { id, task: { kind: 'tag', from, to: checked.value } });
  }

  remove(context: RequestContext, id: string, tag: string): Promise<CrmJob> {
    return this.jobs.start(context, { id, task: { kind: 'tag', from: spelled(tag) } });
  }
}
