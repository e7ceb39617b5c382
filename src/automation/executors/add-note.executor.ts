import { Injectable } from '@nestjs/common';
import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { CrmFacade } from '../../crm';
import { ADD_NOTE } from '../../flows';
import { Contributions } from '../../shared/kernel';
import { outcomeOf, personOf } from './crm-outcome';
import { TaskExecutor } from './task-executor';
import { textOf } from './task-input';

/** Leaves a note about the contact for the team. */
@Injectable()
export class AddNoteExecutor extends TaskExecutor {
  override readonly task = ADD_NOTE;

  constructor(
    contributions: Contributions,
    private readonly crm: CrmFacade,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override async run(lane: LaneView, { id, input }: TaskDraft): Promise<TaskOutcome> {
    return outcomeOf(await this.crm.addNote(personOf(lane), textOf(input, 'text'), id));
  }
}
