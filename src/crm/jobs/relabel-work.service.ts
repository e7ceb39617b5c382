import { Injectable } from '@nestjs/common';
import { ContactBatches } from '../contacts/contact-batches.service';
import type { CheckedChanges } from '../domain/contact-changes';
import type { ContactFilter } from '../domain/contact-filter';
import type { CrmJob, JobTask, StepOutcome } from '../domain/crm-job';
import { ContactListsRepository } from '../repositories/contact-lists.repository';
import type { CrmJobWork } from './crm-job-work';

const STEP = 100;

/** Gives many contacts another tag, or another stage. */
@Injectable()
export class RelabelWork implements CrmJobWork {
  constructor(
    private readonly lists: ContactListsRepository,
    private readonly batches: ContactBatches,
  ) {}

  /** Those who have been changed no longer match, so every step begins anew. */
  async step({ workspaceId, task }: CrmJob): Promise<StepOutcome> {
    const ids = await this.lists.ids(workspaceId, filterOf(task), STEP);
    const wanted = changesOf(task);
    const results = await this.batches.apply(
      workspaceId,
      ids.map((contactId) => ({ contactId, wanted })),
    );
    const updated = results.filter((edited) => edited.kind === 'edited' && edited.changed.length > 0).length;
    // Without anything changed there would be no end to it.
    return { progress: { done: ids.length, updated }, isLast: ids.length < STEP || updated === 0 };
  }
}

function filterOf(task: JobTask): ContactFilter {
  if (task.kind === 'tag') return { tag: task.from };
  return task.kind === 'stage' ? { stage: task.from } : {};
}

function changesOf(task: JobTask): CheckedChanges {
  const none = { values: {}, fields: {}, addTags: [], removeTags: [] };
  if (task.kind === 'tag') return { ...none, addTags: task.to === undefined ? [] : [task.to], removeTags: [task.from] };
  return task.kind === 'stage' ? { ...none, values: { stage: task.to } } : none;
}
