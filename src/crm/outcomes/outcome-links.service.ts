import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, type RequestContext } from '../../shared/kernel';
import { crmContended, outcomeLinked, outcomeNotFound } from '../crm.errors';
import { linkedOutcome, type Outcome, type OutcomeLinkKind } from './domain/outcome';
import { outcomeChanged } from './domain/outcome-event';
import { OutcomesRepository } from './repositories/outcomes.repository';

/** What a request for support may be turned into. Both are called within the transaction of the link. */
export interface LinkTarget<T extends { id: string }> {
  kind: OutcomeLinkKind;
  /** Null when it is not there any more. */
  find(id: string): Promise<T | null>;
  make(outcome: Outcome): Promise<T>;
}

/** Turns requests for support into what people work on, each once. */
@Injectable()
export class OutcomeLinks {
  constructor(
    private readonly outcomes: OutcomesRepository,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * What it was turned into before, as long as that exists; else it is made.
   * @throws DomainError OUTCOME.NOT_FOUND, OUTCOME.LINKED where it became the other kind, CRM.CONTENDED, and what `make` throws.
   */
  turnInto<T extends { id: string }>(context: RequestContext, outcomeId: string, target: LinkTarget<T>): Promise<T> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      const outcome = await this.outcomes.findById(workspaceId, 'support', outcomeId);
      if (outcome === null) throw outcomeNotFound();
      const found = await this.linkedTo(outcome, target);
      if (found !== null) return found;
      const made = await target.make(outcome);
      const linked = linkedOutcome(outcome, { kind: target.kind, id: made.id }, this.clock.now());
      if (!(await this.outcomes.replace(outcome, linked))) throw crmContended();
      const about = { workspaceId, target: outcomeId, subject: outcome.contactId };
      await record({ action: 'outcome.linked', ...about, details: { kind: target.kind, id: made.id } });
      await this.events.record(outcomeChanged(linked, 'linked'));
      return made;
    });
  }

  private async linkedTo<T extends { id: string }>({ link }: Outcome, target: LinkTarget<T>): Promise<T | null> {
    if (link === undefined) return null;
    if (link.kind !== target.kind) throw outcomeLinked(link.kind);
    return target.find(link.id);
  }
}
