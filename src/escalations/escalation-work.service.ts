import { Injectable } from '@nestjs/common';
import { AccessDirectory, roleMay } from '../shared/auth';
import { AuditedChanges } from '../shared/database';
import { actorIdOf, authorOf, Clock, Contributions, type RequestContext, type UserId } from '../shared/kernel';
import { type Acted, assigned, type By, noted, rated, released, reopened, isRecent, taken } from './domain/acts';
import type { Escalation } from './domain/escalation';
import type { Severity } from './domain/severity';
import { isOpen } from './domain/transitions';
import { EscalationPolicy } from './escalation-policy.service';
import { EscalationRecords } from './escalation-records.service';
import {
  escalationAssigneeUnfit,
  escalationClosed,
  escalationIsOpen,
  escalationNeedsMember,
  escalationNotFound,
  escalationSuperseded,
  escalationTaken,
  escalationTooOld,
} from './escalations.errors';
import { EscalationsRepository } from './repositories/escalations.repository';

type Decide = (escalation: Escalation, by: By) => Acted | Promise<Acted>;
type Also = (escalation: Escalation) => Promise<void>;

/** What members do about escalations. Each act is judged on the row as it is in the transaction that changes it. */
@Injectable()
export class EscalationWork {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly records: EscalationRecords,
    private readonly policy: EscalationPolicy,
    private readonly changes: AuditedChanges,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {}

  /**
   * The member who asks begins with it.
   * @throws DomainError ESCALATION.NOT_FOUND, ESCALATION.CLOSED, ESCALATION.TAKEN, ESCALATION.NEEDS_MEMBER.
   */
  async take(context: RequestContext, id: string): Promise<Escalation> {
    const { userId } = authorOf(context);
    if (userId === undefined) throw escalationNeedsMember();
    return this.act(context, id, 'escalation.taken', (escalation, by) => taken(escalation, userId, by));
  }

  /** @throws DomainError ESCALATION.NOT_FOUND, ESCALATION.CLOSED, ESCALATION.ASSIGNEE. */
  async assign(context: RequestContext, id: string, userId: UserId): Promise<Escalation> {
    const role = await this.contributions.one(AccessDirectory).roleOf(userId, context.workspaceId);
    if (role === null || !roleMay(role, 'escalations.work')) throw escalationAssigneeUnfit();
    return this.act(context, id, 'escalation.assigned', (escalation, by) => assigned(escalation, userId, by));
  }

  /** It waits for anybody again. @throws DomainError ESCALATION.NOT_FOUND, ESCALATION.CLOSED. */
  async release(context: RequestContext, id: string): Promise<Escalation> {
    return this.act(context, id, 'escalation.released', released);
  }

  /** Its promises count anew from when it was opened. @throws DomainError ESCALATION.NOT_FOUND, ESCALATION.CLOSED. */
  async rate(context: RequestContext, id: string, severity: Severity): Promise<Escalation> {
    const policyOf = await this.policy.slaOf(context.workspaceId);
    return this.act(context, id, 'escalation.rated', (escalation, by) =>
      rated(escalation, severity, by, policyOf(severity)),
    );
  }

  /** Also on a closed one. @throws DomainError ESCALATION.NOT_FOUND. */
  async note(context: RequestContext, id: string, text: string): Promise<Escalation> {
    return this.act(context, id, 'escalation.noted', (escalation, by) => noted(escalation, text, by));
  }

  /**
   * `also` is part of its transaction.
   * @throws DomainError ESCALATION.NOT_FOUND, ESCALATION.OPEN, ESCALATION.TOO_OLD, ESCALATION.SUPERSEDED.
   */
  async reopen(context: RequestContext, id: string, text: string | undefined, also: Also): Promise<Escalation> {
    const { workspaceId } = context;
    const [days, policyOf] = [await this.policy.reopenDaysOf(workspaceId), await this.policy.slaOf(workspaceId)];
    const decide: Decide = async (escalation, by) => {
      if (isOpen(escalation.status)) throw escalationIsOpen();
      if (!isRecent(escalation, days, by.at)) throw escalationTooOld(days);
      const other = await this.escalations.findOpen(workspaceId, escalation.conversationId);
      if (other !== null) throw escalationSuperseded();
      return reopened(escalation, by, policyOf(escalation.severity), text);
    };
    return this.act(context, id, 'escalation.reopened', decide, also);
  }

  /** For acts that other services decide about. @throws DomainError ESCALATION.NOT_FOUND and what the act is refused for. */
  act(context: RequestContext, id: string, action: string, decide: Decide, also?: Also): Promise<Escalation> {
    const { workspaceId, correlationId } = context;
    return this.changes.run(context, async (record) => {
      const before = await this.escalations.findById(workspaceId, id);
      if (before === null) throw escalationNotFound();
      const acted = await decide(before, byOf(context, this.clock.now()));
      if (!acted.ok) throw acted.refused === 'assignee' ? escalationTaken() : escalationClosed(before.status);
      await this.records.save(before, acted.escalation, correlationId);
      await also?.(acted.escalation);
      const { conversationId } = before;
      await record({ action, workspaceId, target: id, details: { conversationId } });
      return acted.escalation;
    });
  }
}

export function byOf(context: RequestContext, at: Date): By {
  const actorId = actorIdOf(context);
  return { at, from: 'human', ...authorOf(context), ...(actorId === undefined ? {} : { actorId }) };
}
