import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { MemberMails } from '../../workspace';
import { taskReminder } from '../crm-events';
import { type CrmTask, remindedPerson, remindedTask, reminderDueOf } from '../domain/crm-task';
import { reminderLetter } from '../domain/letters';
import { CrmTasksRepository } from '../repositories/crm-tasks.repository';

const AT_ONCE = 100;

/**
 * Reminds of tasks, each once however many processes try: who marks the task reminded, conditional on its revision, tells
 * of it in the same transaction.
 */
@Injectable()
export class RemindOfTasksJob extends ScheduledJob implements OnModuleInit {
  readonly name = 'remind-of-tasks';
  readonly everyMs = 2_000;
  readonly scope = 'cluster' as const;

  constructor(
    private readonly tasks: CrmTasksRepository,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly mails: MemberMails,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    for (;;) {
      const due = await this.tasks.listToRemind(this.clock.now(), AT_ONCE);
      // What failed stays due; the next run tries it again.
      await eachOf(due, (task) => this.remind(task));
      if (due.length < AT_ONCE) return;
    }
  }

  private async remind(found: CrmTask): Promise<void> {
    await this.transactions.run(async () => {
      const at = this.clock.now();
      const task = await this.tasks.findById(found.workspaceId, found.id);
      const dueAt = task === null ? null : reminderDueOf(task);
      if (task === null || dueAt === null || dueAt > at) return;
      const reminded = remindedTask(task, at);
      if (!(await this.tasks.replace(task, reminded))) return;
      const to = remindedPerson(task);
      await this.events.record(taskReminder(reminded, to, at));
      if (to !== undefined) await this.mails.send({ ...reminderLetter(task), userIds: [to] });
    });
  }
}
