import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, type ConversationId, Grouping, within, type WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { RedisConnections } from '../../shared/redis';

/** A send that leaves the outbox of its conversation. */
export interface UntoldSend {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  effectId: string;
}

/** No send waits longer than this for Redis. */
const PATIENCE_MS = 250;

/**
 * Sends of which nobody has heard yet that their conversation shows them: nothing in the database would say so once they
 * have left the outbox. In Redis, like the live feeds that are told of it; while it is away, nothing is noted.
 */
@Injectable()
export class UntoldSends {
  private readonly noted = new Grouping<UntoldSend>((sends) => this.add(sends));
  private readonly told = new Grouping<UntoldSend>((sends) => this.remove(sends));

  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'redis'>,
    private readonly redis: RedisConnections,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  /** Before it leaves; again, it is looked at later. Never rejects. */
  async note(send: UntoldSend): Promise<void> {
    await within(PATIENCE_MS, this.quietly(this.noted.add([send])));
  }

  /** Everybody has heard. Never rejects. */
  async forget(send: UntoldSend): Promise<void> {
    await within(PATIENCE_MS, this.quietly(this.told.add([send])));
  }

  /** Noted before that time; the oldest first. @throws while Redis is away */
  async notedBefore(time: Date, limit: number): Promise<UntoldSend[]> {
    const members = await this.redis.commands.zrangebyscore(this.key, '-inf', time.getTime(), 'LIMIT', 0, limit);
    return members.map(sendOf);
  }

  private async add(sends: readonly UntoldSend[]): Promise<undefined[]> {
    const now = this.clock.now().getTime();
    await this.redis.commands.zadd(this.key, ...sends.flatMap((send) => [now, memberOf(send)]));
    return sends.map(() => undefined);
  }

  private async remove(sends: readonly UntoldSend[]): Promise<undefined[]> {
    await this.redis.commands.zrem(this.key, ...sends.map(memberOf));
    return sends.map(() => undefined);
  }

  private async quietly(written: Promise<unknown>): Promise<void> {
    await written.catch((err: unknown) => this.logger.event('warn', 'untold sends not noted', { err }));
  }

  private get key(): string {
    return `${this.config.redis.prefix}:untold-sends`;
  }
}

const memberOf = ({ workspaceId, conversationId, effectId }: UntoldSend): string =>
  [workspaceId, conversationId, effectId].join(' ');

function sendOf(member: string): UntoldSend {
  const [workspaceId = '', conversationId = '', effectId = ''] = member.split(' ');
  return { workspaceId: workspaceId as WorkspaceId, conversationId: conversationId as ConversationId, effectId };
}
