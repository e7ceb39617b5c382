import { Injectable } from '@nestjs/common';
import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { CrmFacade, GOALS } from '../../crm';
import { CAPTURE_GOAL } from '../../flows';
import { Contributions } from '../../shared/kernel';
import { outcomeOf, personOf } from './crm-outcome';
import { TaskExecutor } from './task-executor';

/** Keeps what a session has reached: a lead, a booking … */
@Injectable()
export class CaptureGoalExecutor extends TaskExecutor {
  override readonly task = CAPTURE_GOAL;

  constructor(
    contributions: Contributions,
    private readonly crm: CrmFacade,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override async run(lane: LaneView, { id, input }: TaskDraft): Promise<TaskOutcome> {
    const goal = GOALS.find((name) => name === input['goal']);
    if (goal === undefined) return { ok: false, error: 'goal must be one that is known' };
    const { fields, value } = input;
    const said = typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? fields : {};
    const worth = typeof value === 'number' ? { value } : {};
    const person = { ...personOf(lane), conversationId: lane.conversationId };
    return outcomeOf(await this.crm.captureGoal(person, { goal, fields: said, ...worth }, id));
  }
}
