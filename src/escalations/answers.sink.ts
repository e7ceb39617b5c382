import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type DomainEvent, EventSink } from '../shared/events';
import { Contributions, type UserId } from '../shared/kernel';
import { AppLogger } from '../shared/observability';
import { type NoticedAnswer, Takeovers } from './takeovers.service';

/**
 * Hears of what the team has written. Who announces it does not wait, for it may be a turn; what fails here, or dies with
 * the process, is found by `FindAnswersJob`.
 */
@Injectable()
export class AnswersSink extends EventSink implements BeforeApplicationShutdown {
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    contributions: Contributions,
    private readonly takeovers: Takeovers,
    private readonly logger: AppLogger,
  ) {
    super();
    contributions.provide(EventSink, this);
  }

  override async take(events: readonly DomainEvent[]): Promise<void> {
    for (const event of events) {
      const answer = answerOf(event);
      if (answer !== null) this.begin(event, answer);
    }
  }

  /** Resolves when nothing is under way. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private begin(event: DomainEvent, answer: NoticedAnswer): void {
    const { workspaceId, conversationId } = event;
    if (conversationId === undefined) return;
    const noticed = this.takeovers
      .notice(workspaceId, conversationId, answer)
      .catch((err: unknown) =>
        this.logger.event('warn', 'answer not noticed yet, the job will', { workspaceId, conversationId, err }),
      );
    this.underWay.add(noticed);
    void noticed.finally(() => this.underWay.delete(noticed));
  }
}

function answerOf({ type, at, data: { origin, userId } }: DomainEvent): NoticedAnswer | null {
  if (type !== 'message.sent' || (origin !== 'person' && origin !== 'app')) return null;
  return { at, origin, ...(typeof userId === 'string' ? { userId: userId as UserId } : {}) };
}
