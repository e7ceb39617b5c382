import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { SendNews } from './send-news.service';
import { type UntoldSend, UntoldSends } from './untold-sends';

/** Younger ones are still being told by the worker that sent them. */
const LEFT_AFTER_MS = 15_000;
const AT_ONCE = 200;

/** Tells what a worker did not tell of its sends, because it died or an integrator's copy could not be kept. */
@Injectable()
export class TellLostSends extends ScheduledJob implements OnModuleInit {
  readonly name = 'tell-lost-sends';
  readonly scope = 'cluster' as const;
  readonly everyMs = 10_000;

  constructor(
    private readonly contributions: Contributions,
    private readonly untold: UntoldSends,
    private readonly conversations: ConversationsRepository,
    private readonly news: SendNews,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - LEFT_AFTER_MS);
    await eachOf(await this.untold.notedBefore(before, AT_ONCE), (send) => this.tell(send));
  }

  /** One that is still in the outbox is settled first, and told then. */
  private async tell(send: UntoldSend): Promise<void> {
    const conversation = await this.conversations.find(send.workspaceId, send.conversationId);
    if (conversation === null) return this.untold.forget(send);
    if (conversation.outbox.some(({ id }) => id === send.effectId)) return this.untold.note(send);
    await this.news.shown(conversation, send.effectId);
  }
}
