import { Injectable } from '@nestjs/common';
import { Clock, Grouping } from '../../shared/kernel';
import { InboxRepository } from '../repositories/inbox.repository';

/** Marks events done, grouped over all conversations of this process. */
@Injectable()
export class DoneMarks {
  private readonly groups: Grouping<string>;

  constructor(inbox: InboxRepository, clock: Clock) {
    this.groups = new Grouping(async (ids) => {
      await inbox.markDone(ids, clock.now());
      return ids.map(() => undefined);
    });
  }

  async mark(ids: readonly string[]): Promise<void> {
    await this.groups.add(ids);
  }
}
