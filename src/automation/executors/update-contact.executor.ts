import { Injectable } from '@nestjs/common';
import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { CrmFacade } from '../../crm';
import { UPDATE_CONTACT } from '../../flows';
import { Contributions } from '../../shared/kernel';
import { outcomeOf, personOf } from './crm-outcome';
import { TaskExecutor } from './task-executor';

/** Writes into the contact what a flow knows; all of it or, when a value does not fit, nothing. */
@Injectable()
export class UpdateContactExecutor extends TaskExecutor {
  override readonly task = UPDATE_CONTACT;

  constructor(
    contributions: Contributions,
    private readonly crm: CrmFacade,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override async run(lane: LaneView, { id, input }: TaskDraft): Promise<TaskOutcome> {
    return outcomeOf(await this.crm.applyChanges(personOf(lane), input, id));
  }
}
