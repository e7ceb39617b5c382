import { Injectable } from '@nestjs/common';
import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { EscalationsFacade, isSeverity } from '../../escalations';
import { Contributions } from '../../shared/kernel';
import { OPEN_ESCALATION } from '../domain/decision';
import { TaskExecutor } from './task-executor';
import { textOf, textsOf } from './task-input';

/** A conversation that a flow gives to a person waits among the escalations. */
@Injectable()
export class OpenEscalationExecutor extends TaskExecutor {
  override readonly task = OPEN_ESCALATION;

  constructor(
    contributions: Contributions,
    private readonly escalations: EscalationsFacade,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override async run({ workspaceId, conversationId }: LaneView, { id, input }: TaskDraft): Promise<TaskOutcome> {
    const { from, severity } = input;
    const { escalationId } = await this.escalations.open({
      workspaceId,
      conversationId,
      sourceId: id,
      reason: textOf(input, 'reason'),
      // What to do comes first: the summary is cut at its end.
      summary: [...textsOf(input, 'hints'), textOf(input, 'summary')].join(' · '),
      createdBy: from === 'ai' ? 'ai' : 'flow',
      ...(isSeverity(severity) ? { severity } : {}),
      at: new Date(textOf(input, 'at')),
    });
    return { ok: true, value: { escalationId } };
  }
}
