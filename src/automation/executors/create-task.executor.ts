import { Injectable } from '@nestjs/common';
import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { CrmFacade } from '../../crm';
import { CREATE_TASK } from '../../flows';
import { Contributions } from '../../shared/kernel';
import { outcomeOf, personOf } from './crm-outcome';
import { TaskExecutor } from './task-executor';
import { optionalText, textOf } from './task-input';

/** Gives the team something to do about the contact. */
@Injectable()
export class CreateTaskExecutor extends TaskExecutor {
  override readonly task = CREATE_TASK;

  constructor(
    contributions: Contributions,
    private readonly crm: CrmFacade,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override async run(lane: LaneView, { id, input }: TaskDraft): Promise<TaskOutcome> {
    const wishes = {
      title: textOf(input, 'title'),
      ...optionalText(input, 'details'),
      ...optionalText(input, 'dueAt'),
      ...optionalText(input, 'assigneeId'),
      ...optionalText(input, 'priority'),
    };
    return outcomeOf(await this.crm.createTask(personOf(lane), wishes, id));
  }
}
