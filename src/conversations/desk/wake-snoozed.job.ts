import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, Contributions, type ConversationId, eachOf, stableId, type WorkspaceId } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { conversationChanged } from '../domain/conversation-event';
import { DeskRepository } from '../repositories/desk.repository';

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
    private readonly transactions: Transactions,
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
    const over = await this.rows.snoozeOver(at, AT_ONCE);
    await eachOf(over, ({ _id, workspaceId }) => this.transactions.run(() => this.wake(workspaceId, _id, at)));
  }

  private async wake(workspaceId: WorkspaceId, conversationId: ConversationId, at: Date): Promise<void> {
    const woken = await this.rows.wake(workspaceId, conversationId, at);
    if (woken === null) return;
    const id = stableId('conversation.changed', conversationId, 'woken', String(at.getTime()));
    await this.events.record(conversationChanged(woken, ['status'], { id, at }));
  }
}
