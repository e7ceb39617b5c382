import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../shared/events';
import { Clock, Contributions, stableId } from '../shared/kernel';
import { ScheduledJob } from '../shared/schedule';
import { conversationChanged } from './domain/conversation-event';
import { DeskRepository } from './repositories/desk.repository';

const AT_ONCE = 200;

/** Opens snoozed conversations when their time has come. */
@Injectable()
export class WakeSnoozed extends ScheduledJob implements OnModuleInit {
  readonly name = 'wake-snoozed';
  readonly scope = 'cluster' as const;
  readonly everyMs = 5_000;

  constructor(
    private readonly rows: DeskRepository,
    private readonly events: DomainEvents,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    const at = this.clock.now();
    for (const { _id, workspaceId } of await this.rows.snoozeOver(at, AT_ONCE)) {
      const woken = await this.rows.wake(workspaceId, _id, at);
      if (woken === null) continue;
      const id = stableId('conversation.changed', _id, 'woken', String(at.getTime()));
      await this.events.publish([conversationChanged(woken, ['status'], { id, at })]);
    }
  }
}
