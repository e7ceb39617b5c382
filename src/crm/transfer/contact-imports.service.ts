import { Injectable } from '@nestjs/common';
import { Clock, type FieldProblem, newId, type RequestContext } from '../../shared/kernel';
import { importInvalid } from '../crm.errors';
import type { CrmJob, RowProblem } from '../domain/crm-job';
import { emailOf, phoneOf } from '../domain/addresses';
import { columnsOf, guessedMapping, type ImportKey, type ImportPlan, keyProblems } from '../domain/import-row';
import { CrmJobPiecesRepository, type ImportedLine } from '../repositories/crm-job-pieces.repository';
import { CrmJobs } from '../jobs/crm-jobs.service';
import { type ContactTable, readTable } from './contact-table';

export interface ImportWishes {
  mapping: Readonly<Record<string, unknown>>;
  key?: ImportKey;
  existing: ImportPlan['existing'];
  dryRun: boolean;
}

export interface ImportPreview {
  heads: readonly string[];
  rows: readonly (readonly string[])[];
  total: number;
  mapping: Readonly<Record<string, string>>;
}

const PREVIEW_ROWS = 5;
const PIECE = 100;

/** Tables of contacts from elsewhere. */
@Injectable()
export class ContactImports {
  constructor(
    private readonly jobs: CrmJobs,
    private readonly pieces: CrmJobPiecesRepository,
    private readonly clock: Clock,
  ) {}

  /** Nothing is kept of it. @throws DomainError CONTACT_IMPORT.INVALID. */
  async preview(bytes: Buffer): Promise<ImportPreview> {
    const { heads, lines } = await tableIn(bytes);
    return {
      heads,
      rows: lines.slice(0, PREVIEW_ROWS).map(({ cells }) => cells),
      total: lines.length,
      mapping: guessedMapping(heads),
    };
  }

  /** `id`: of the operation, so that it is started once. @throws DomainError CONTACT_IMPORT.INVALID. */
  async start(context: RequestContext, id: string | undefined, bytes: Buffer, wishes: ImportWishes): Promise<CrmJob> {
    const { heads, lines } = await tableIn(bytes);
    const { mapping, ...rest } = wishes;
    const { columns, problems } = columnsOf(heads, mapping);
    const wrong: FieldProblem[] = [...problems, ...keyProblems(columns, wishes.key)];
    if (wrong.length > 0) throw importInvalid(wrong);
    const at = this.clock.now();
    const plan: ImportPlan = { ...rest, columns };
    const { kept, repeats } = withoutRepeats(lines, plan);
    const job = { id: id ?? newId(at), workspaceId: context.workspaceId };
    // Before the job, which begins at once; what no job ever asks for is forgotten.
    await this.pieces.putLines(job, piecesOf(kept), at);
    return this.jobs.start(context, {
      id: job.id,
      task: { kind: 'import', plan },
      total: kept.length,
      problems: repeats,
    });
  }
}

async function tableIn(bytes: Buffer): Promise<ContactTable> {
  const read = await readTable(bytes);
  if (!read.ok) throw importInvalid(read.problems);
  return read.table;
}

/** A second row about the same contact would depend on the order; it is left out and named. */
function withoutRepeats(lines: readonly ImportedLine[], plan: ImportPlan) {
  const first = new Map<string, number>();
  const repeats: RowProblem[] = [];
  const kept = lines.filter(({ line, cells }) => {
    const key = keyIn(cells, plan);
    const earlier = key === null ? undefined : first.get(key);
    if (earlier === undefined) {
      if (key !== null) first.set(key, line);
      return true;
    }
    repeats.push({ line, field: plan.key ?? 'key', rule: `is the same as on line ${earlier}` });
    return false;
  });
  return { kept, repeats };
}

function keyIn(cells: readonly string[], { key, columns }: ImportPlan): string | null {
  const cell = (target: string): string => cells[columns.indexOf(target)]?.trim() ?? '';
  if (key === undefined) return null;
  if (key === 'identity') return idsTogether(cell('accountId'), cell('participantId'));
  const text = cell(key);
  if (text === '') return null;
  const checked = key === 'email' ? emailOf(text) : key === 'phone' ? phoneOf(text) : null;
  return checked?.ok === true ? checked.value : text;
}

const idsTogether = (accountId: string, participantId: string): string | null =>
  accountId === '' || participantId === '' ? null : `${accountId} ${participantId}`;

function piecesOf(lines: readonly ImportedLine[]): ImportedLine[][] {
  const count = Math.ceil(lines.length / PIECE);
  return Array.from({ length: count }, (_, index) => lines.slice(index * PIECE, (index + 1) * PIECE));
}
