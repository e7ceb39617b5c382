import { Injectable } from '@nestjs/common';
import { Clock, newId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { LaneEvents } from '../receiving/lane-events.service';
import type { ConversationState } from '../schemas/conversation.schema';

/** Lets a turn notice that a hold has begun or has ended. */
@Injectable()
export class HoldNotices {
  constructor(
    private readonly events: LaneEvents,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  /**
   * A hint: when it is lost, the next event of the conversation notices. Not within the transaction of the change: the turn
   * may come before it is committed. Never rejects.
   */
  async announce(conversation: ConversationState): Promise<void> {
    const at = this.clock.now();
    const id = newId(at);
    try {
      await this.events.add(conversation, [{ id, payload: { kind: 'hold' }, at, correlationId: id }]);
    } catch (err) {
      this.logger.event('warn', 'hold not noticed', { conversationId: conversation._id, err });
    }
  }

  /** For what must be noticed: rejects when it is not sure to be. The same `id` again is the same notice. */
  ensure(conversation: ConversationState, id: string): Promise<void> {
    const at = this.clock.now();
    return this.events.add(conversation, [{ id, payload: { kind: 'hold' }, at, correlationId: id }]);
  }
}
