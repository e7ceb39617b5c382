import { Injectable } from '@nestjs/common';
import { ROLES } from '../shared/auth';
import type { UserId, WorkspaceId } from '../shared/kernel';
import { MemberMails, WorkspaceFacade } from '../workspace';
import type { Escalation } from './domain/escalation';
import { rankOf } from './domain/severity';
import type { SlaNotice } from './domain/sla';

const PROMISES = { firstResponse: 'first answer', resolution: 'solution' } as const;

/** Mails about escalations, within the transaction of what they tell. */
@Injectable()
export class EscalationLetters {
  constructor(
    private readonly mails: MemberMails,
    private readonly workspaces: WorkspaceFacade,
  ) {}

  /** To whom it was given; where it is urgent and nobody has it, to those who run the workspace. */
  async opened(escalation: Escalation, correlationId: string, assigneeId: UserId | undefined): Promise<void> {
    if (assigneeId !== undefined) return this.assigned(escalation, correlationId, assigneeId);
    if (rankOf(escalation.severity) < rankOf('high')) return;
    const subject = `Somebody is needed: ${escalation.reason}`;
    const paragraphs = [`A conversation waits for a person (${escalation.severity}).`, escalation.summary];
    await this.send(escalation, await this.leaders(escalation.workspaceId), { subject, paragraphs, correlationId });
  }

  async assigned(escalation: Escalation, correlationId: string, assigneeId: UserId): Promise<void> {
    const subject = `A conversation waits for you: ${escalation.reason}`;
    const paragraphs = [`You have been given a conversation that waits for a person (${escalation.severity}).`];
    await this.send(escalation, [assigneeId], {
      subject,
      paragraphs: [...paragraphs, escalation.summary],
      correlationId,
    });
  }

  /** Of what is about to be late, or is: to whoever has it, else to those who run the workspace. */
  async late(escalation: Escalation, { goal, phase, dueAt }: SlaNotice, correlationId: string): Promise<void> {
    const promise = PROMISES[goal];
    const due = dueAt.toISOString();
    const [subject, line] =
      phase === 'breach'
        ? [`Late: ${promise} for "${escalation.reason}"`, `The ${promise} was due at ${due}.`]
        : [`Soon late: ${promise} for "${escalation.reason}"`, `The ${promise} is due at ${due}.`];
    const { assigneeId, workspaceId } = escalation;
    const to = assigneeId === undefined ? await this.leaders(workspaceId) : [assigneeId];
    await this.send(escalation, to, { subject, paragraphs: [line, escalation.summary], correlationId });
  }

  private async leaders(workspaceId: WorkspaceId): Promise<UserId[]> {
    const lead = ROLES.slice(0, ROLES.indexOf('admin') + 1);
    const members = await this.workspaces.members(workspaceId);
    return members.filter(({ role }) => lead.includes(role)).map(({ userId }) => userId);
  }

  private async send(
    { workspaceId, id }: Escalation,
    userIds: readonly UserId[],
    letter: { subject: string; paragraphs: readonly string[]; correlationId: string },
  ): Promise<void> {
    const button = { action: 'Open the escalation', page: `/workspaces/${workspaceId}/escalations/${id}` };
    await this.mails.send({ workspaceId, userIds, topic: 'escalations', button, ...letter });
  }
}
