import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import {
  authorOf,
  Clock,
  type ContactId,
  type CursorPosition,
  decodeCursor,
  type Page,
  pageOf,
  queryTermsOf,
  type RequestContext,
} from '../../shared/kernel';
import { crmContended, outcomeInvalid, outcomeNotFound, outcomeStatusConflict } from '../crm.errors';
import { checkOutcome } from './domain/check-outcome';
import type { Goal } from './domain/goal';
import { changedOutcome, mayBecome, movedOutcome, type Outcome, type OutcomeStatus } from './domain/outcome';
import { type OutcomeChangeKind, outcomeChanged } from './domain/outcome-event';
import { type OutcomeFilter, OutcomesRepository } from './repositories/outcomes.repository';

export interface OutcomesQuery {
  goal: Goal;
  status?: OutcomeStatus;
  contactId?: string;
  /** Words, or beginnings of words, that its fields must hold. */
  q?: string;
}

const CHANGES: Readonly<Record<OutcomeStatus, OutcomeChangeKind>> = {
  open: 'reopened',
  completed: 'completed',
  cancelled: 'cancelled',
};
const ATTEMPTS = 5;
const EXPORT_BATCH = 500;

const positionOf = ({ createdAt, id }: Outcome): CursorPosition => ({ at: createdAt, id });

/** Leads, bookings and the like, for members. */
@Injectable()
export class OutcomesService {
  constructor(
    private readonly outcomes: OutcomesRepository,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(
    { workspaceId }: RequestContext,
    query: OutcomesQuery,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<Outcome>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.outcomes.list(workspaceId, query.goal, filterOf(query), { limit: limit + 1, after });
    return pageOf(rows, limit, positionOf);
  }

  /** @throws DomainError OUTCOME.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, goal: Goal, id: string): Promise<Outcome> {
    const outcome = await this.outcomes.findById(workspaceId, goal, id);
    if (outcome === null) throw outcomeNotFound();
    return outcome;
  }

  /** @throws DomainError OUTCOME.NOT_FOUND, OUTCOME.INVALID, CRM.CONTENDED. */
  async correct(
    context: RequestContext,
    goal: Goal,
    id: string,
    wishes: { fields?: Record<string, unknown>; value?: number },
  ): Promise<Outcome> {
    const checked = checkOutcome(wishes);
    if (!checked.ok) throw outcomeInvalid(checked.problems);
    const by = { at: this.clock.now(), ...authorOf(context) };
    return this.replace(context, { goal, id, change: 'corrected' }, (outcome) =>
      changedOutcome(outcome, checked.value, by),
    );
  }

  /** @throws DomainError OUTCOME.NOT_FOUND, OUTCOME.STATUS, CRM.CONTENDED. */
  async move(context: RequestContext, goal: Goal, id: string, to: OutcomeStatus): Promise<Outcome> {
    if (to === 'open') await this.mustBeOnlyOne(context, goal, id);
    return this.replace(context, { goal, id, change: CHANGES[to] }, (outcome) => {
      if (!mayBecome(outcome.status, to)) throw outcomeStatusConflict(outcome.status);
      return movedOutcome(outcome, to, this.clock.now());
    });
  }

  /** All that fit, newest first, as fast as they are taken. The export is itself audited. */
  async export(context: RequestContext, query: OutcomesQuery): Promise<AsyncIterable<Outcome>> {
    const { workspaceId } = context;
    await this.changes.run(context, (record) =>
      record({ action: 'outcome.exported', workspaceId, target: query.goal, details: { goal: query.goal } }),
    );
    return this.each(context, query);
  }

  private async *each({ workspaceId }: RequestContext, query: OutcomesQuery): AsyncIterable<Outcome> {
    let after: CursorPosition | undefined;
    for (;;) {
      const rows = await this.outcomes.list(workspaceId, query.goal, filterOf(query), { limit: EXPORT_BATCH, after });
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < EXPORT_BATCH) return;
      after = positionOf(last);
    }
  }

  /** The conversation fills in one at a time. */
  private async mustBeOnlyOne(context: RequestContext, goal: Goal, id: string): Promise<void> {
    const { conversationId } = await this.get(context, goal, id);
    const open = await this.outcomes.findOpen(context.workspaceId, goal, conversationId);
    if (open !== null) throw outcomeStatusConflict('open');
  }

  private replace(
    context: RequestContext,
    { goal, id, change }: { goal: Goal; id: string; change: OutcomeChangeKind },
    next: (outcome: Outcome) => Outcome,
  ): Promise<Outcome> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const before = await this.get(context, goal, id);
        const after = next(before);
        if (!(await this.outcomes.replace(before, after))) continue;
        const about = { workspaceId, target: id, subject: after.contactId };
        await record({ action: `outcome.${change}`, ...about, details: { goal } });
        await this.events.record(outcomeChanged(after, change));
        return after;
      }
      throw crmContended();
    });
  }
}

function filterOf({ status, contactId, q }: OutcomesQuery): OutcomeFilter {
  return {
    ...(status === undefined ? {} : { status }),
    ...(contactId === undefined ? {} : { contactId: contactId as ContactId }),
    terms: q === undefined ? [] : queryTermsOf(q),
  };
}
