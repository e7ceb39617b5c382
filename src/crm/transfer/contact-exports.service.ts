import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import type { CsvRow } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { ContactLists } from '../contacts/contact-lists.service';
import { ContactRulebook } from '../contacts/contact-rulebook.service';
import { crmJobNotFound } from '../crm.errors';
import type { FilterWishes } from '../domain/contact-filter-wishes';
import type { CrmJob } from '../domain/crm-job';
import { CrmJobPiecesRepository } from '../repositories/crm-job-pieces.repository';
import { CrmJobs } from '../jobs/crm-jobs.service';
import { EXPORT_COLUMNS } from './contact-export-work.service';

/** Tables of contacts for elsewhere. */
@Injectable()
export class ContactExports {
  constructor(
    private readonly jobs: CrmJobs,
    private readonly lists: ContactLists,
    private readonly rulebook: ContactRulebook,
    private readonly pieces: CrmJobPiecesRepository,
    private readonly changes: AuditedChanges,
  ) {}

  /** `id`: of the operation, so that it is started once. @throws DomainError SEGMENT.NOT_FOUND. */
  async start(
    context: RequestContext,
    id: string | undefined,
    wishes: FilterWishes & { segmentId?: string },
  ): Promise<CrmJob> {
    const filters = await this.lists.filtersOf(context, wishes);
    const { fields } = await this.rulebook.all(context.workspaceId);
    const columns = [...EXPORT_COLUMNS, ...[...fields.keys()].map((key) => `fields.${key}`)];
    return this.jobs.start(context, {
      ...(id === undefined ? {} : { id }),
      task: { kind: 'export', filters, columns },
    });
  }

  /** The table of an export that is done. @throws DomainError CRM_JOB.NOT_FOUND, also before it is done. */
  async file(
    context: RequestContext,
    id: string,
  ): Promise<{ rows: AsyncIterable<CsvRow>; columns: readonly string[] }> {
    const { task, status, workspaceId } = await this.jobs.get(context, id);
    if (task.kind !== 'export' || status !== 'done') throw crmJobNotFound();
    // Who took everybody's data along is asked later.
    await this.changes.run(context, (record) =>
      record({ action: 'contacts.export-downloaded', workspaceId, target: id }),
    );
    return { rows: this.rows({ workspaceId, id }), columns: task.columns };
  }

  private async *rows(job: Pick<CrmJob, 'workspaceId' | 'id'>): AsyncIterable<CsvRow> {
    for await (const row of this.pieces.rowsOf(job)) yield row as CsvRow;
  }
}
