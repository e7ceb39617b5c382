import { Injectable } from '@nestjs/common';
import type { LaneView, TurnChange } from '../../conversations';
import { DomainEvents } from '../../shared/events';
import { Clock } from '../../shared/kernel';
import { readState } from '../domain/automation-state';
import { followupPlanned } from '../domain/followups/followup-event';
import { changedFollowups } from '../domain/followups/followup-record';
import { FollowupTasksRepository } from './repositories/followup-tasks.repository';

/** Puts on record what turns have planned, and what became of it, and tells of it. */
@Injectable()
export class FollowupJournal {
  constructor(
    private readonly tasks: FollowupTasksRepository,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Idempotent. */
  async write(lane: LaneView, { before, after }: TurnChange): Promise<void> {
    if (before === after) return;
    const known = before === undefined ? undefined : readState(before).followups;
    const changed = changedFollowups(known, readState(after).followups);
    await this.tasks.write(lane, changed);
    const at = this.clock.now();
    await this.events.publish(changed.map((record) => followupPlanned(lane, record, at)));
  }
}
