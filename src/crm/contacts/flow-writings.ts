import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { noteChanged, taskChanged } from '../crm-events';
import type { ContactNote } from '../domain/contact-note';
import type { CrmTask } from '../domain/crm-task';
import { ContactNotesRepository } from '../repositories/contact-notes.repository';
import { CrmTasksRepository } from '../repositories/crm-tasks.repository';

/** What flows write down. It is told also when it is repeated, since a crash may have come in between. */
@Injectable()
export class FlowWritings {
  constructor(
    private readonly notes: ContactNotesRepository,
    private readonly tasks: CrmTasksRepository,
    private readonly events: DomainEvents,
  ) {}

  /** False when there is one of this id. */
  async addNote(note: ContactNote): Promise<boolean> {
    const isNew = await this.notes.insertIfNew(note);
    await this.events.publish([noteChanged(note, 'added', note.createdAt)]);
    return isNew;
  }

  /** False when there is one of this id. */
  async addTask(task: CrmTask): Promise<boolean> {
    const isNew = await this.tasks.insertIfNew(task);
    await this.events.publish([taskChanged(task, 'created', task.createdAt)]);
    return isNew;
  }
}
