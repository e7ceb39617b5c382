import { Injectable } from '@nestjs/common';
import { ContactRulebook } from '../contacts/contact-rulebook.service';
import type { Contact } from '../domain/contact';
import { changedNames, checkChanges, type CheckedChanges, editOf } from '../domain/contact-changes';
import type { ContactRules } from '../domain/contact-rules';
import type { CrmJob, RowProblem, StepOutcome } from '../domain/crm-job';
import { tracesOf } from '../domain/erased-people';
import { type ImportedRow, idProblems, type ImportPlan, rowOf } from '../domain/import-row';
import { CrmJobPiecesRepository, type ImportedLine } from '../repositories/crm-job-pieces.repository';
import type { CrmJobWork } from '../jobs/crm-job-work';
import { ContactsRepository } from '../repositories/contacts.repository';
import { ImportMatches } from './import-matches.service';
import { identitiesOf, importedId, ImportSaving, leftOut, type LineResult } from './import-saving.service';

interface Place {
  job: CrmJob;
  plan: ImportPlan;
  rules: ContactRules;
  line: number;
}

/** Imports a piece of a file at a time. Begun again, it finds what it had made, and makes nothing twice. */
@Injectable()
export class ContactImportWork implements CrmJobWork {
  constructor(
    private readonly pieces: CrmJobPiecesRepository,
    private readonly contacts: ContactsRepository,
    private readonly matches: ImportMatches,
    private readonly rulebook: ContactRulebook,
    private readonly saving: ImportSaving,
  ) {}

  async step(job: CrmJob): Promise<StepOutcome> {
    const lines = await this.pieces.linesAt(job, job.step);
    if (job.task.kind !== 'import' || lines.length === 0) return { progress: {}, isLast: true };
    const { plan } = job.task;
    const rules = await this.rulebook.all(job.workspaceId);
    const progress = { done: 0, created: 0, updated: 0, unchanged: 0, failed: 0 };
    const problems: RowProblem[] = [];
    for (const line of lines) {
      const result = await this.rowResult({ job, plan, rules, line: line.line }, line);
      progress.done += 1;
      if ('kind' in result) progress[result.kind] += 1;
      else progress.failed += 1;
      if ('problems' in result) problems.push(...result.problems);
    }
    return { progress, problems, isLast: false };
  }

  private async rowResult(place: Place, { cells }: ImportedLine): Promise<LineResult> {
    const { job, plan, rules, line } = place;
    const row = rowOf(cells, plan);
    const checked = checkChanges(row.changes, rules);
    const problems = [...idProblems(row), ...(checked.ok ? [] : checked.problems)];
    if (!checked.ok || problems.length > 0) return { problems: problems.map((one) => ({ line, ...one })) };
    const id = importedId(job, line);
    if (isLeftOut(job, { id, row, wanted: checked.value })) return leftOut(line);
    const known = await this.matches.find(job.workspaceId, plan.key, row, checked.value);
    if (known === null) return this.create(place, row, checked.value);
    if (known.id === id) return { kind: 'created' };
    return plan.existing === 'skip' ? { kind: 'unchanged' } : this.update(place, known, checked.value);
  }

  private async create({ job, plan, line }: Place, row: ImportedRow, wanted: CheckedChanges): Promise<LineResult> {
    const { name, email, phone } = wanted.values;
    if (name === undefined && email === undefined && phone === undefined && row.identity === undefined)
      return { problems: [{ line, field: 'name', rule: 'must be given, or an e-mail address or a phone number' }] };
    if (plan.dryRun) return { kind: 'created' };
    const isThere = (await this.contacts.findById(job.workspaceId, importedId(job, line))) !== null;
    if (isThere) return { kind: 'created' };
    return this.saving.insert(job, line, row, wanted);
  }

  private async update({ job, plan, line }: Place, known: Contact, wanted: CheckedChanges): Promise<LineResult> {
    const edit = editOf(known, wanted);
    if (!edit.ok) return { problems: edit.problems.map((one) => ({ line, ...one })) };
    if (changedNames(edit.value).length === 0) return { kind: 'unchanged' };
    if (!plan.dryRun) await this.saving.update(job, line, known, wanted);
    return { kind: 'updated' };
  }
}

/** By whatever the row tells of who they are. */
function isLeftOut(
  { workspaceId, leftOut: erased = [] }: CrmJob,
  { id, row, wanted }: { id: Contact['id']; row: ImportedRow; wanted: CheckedChanges },
): boolean {
  if (erased.length === 0) return false;
  const { email, phone } = wanted.values;
  const person = {
    id,
    identities: identitiesOf(row),
    ...(row.externalId === undefined ? {} : { externalId: row.externalId }),
    ...(typeof email === 'string' ? { email } : {}),
    ...(typeof phone === 'string' ? { phone } : {}),
  };
  return tracesOf(workspaceId, person).some((trace) => erased.includes(trace));
}
