import { Injectable } from '@nestjs/common';
import { Clock, newId } from '../shared/kernel';
import { AppLogger } from '../shared/observability';
import { LaneEvents } from './lane-events.service';
import type { ConversationState } from './schemas/conversation.schema';

/**
 * Lets a turn notice that a hold has begun or has been ended by a person. A hint: when it is lost, the next event of the
 * conversation notices.
 */
@Injectable()
export class HoldNotices {
  constructor(
    private readonly events: LaneEvents,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  /** Not within the transaction of the change: the turn may come before it is committed. Never rejects. */
  async announce(conversation: ConversationState): Promise<void> {
    const at = this.clock.now();
    const id = newId(at);
    try {
      await this.events.add(conversation, [{ id, payload: { kind: 'hold' }, at, correlationId: id }]);
    } catch (err) {
      this.logger.event('warn', 'hold not noticed', { conversationId: conversation._id, err });
    }
  }
}
