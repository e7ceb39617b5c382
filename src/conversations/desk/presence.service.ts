import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { DomainEvents } from '../../shared/events';
import {
  actorIdOf,
  Clock,
  type ConversationId,
  newId,
  type RequestContext,
  type WorkspaceId,
} from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { RedisConnections } from '../../shared/redis';
import { conversationNotFound } from '../conversations.errors';
import { ConversationsRepository } from '../repositories/conversations.repository';

/** A member who says nothing for so long is gone. */
export const PRESENCE_MS = 20_000;

export interface Present {
  /** Of a member, or of a key. */
  id: string;
  until: Date;
}

/** KEYS: the set of a conversation. ARGV: who, how long, and whether they stay. Answers 1 when somebody came or went. */
const MARK = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local was = redis.call('ZSCORE', KEYS[1], ARGV[1])
if ARGV[3] == '0' then return redis.call('ZREM', KEYS[1], ARGV[1]) end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return was and 0 or 1`;

const SHOWN = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf', 'WITHSCORES')`;

/** Who is answering in a conversation, for colleagues to see. While Redis is away, nobody is. */
@Injectable()
export class Presence {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'redis'>,
    private readonly redis: RedisConnections,
    private readonly conversations: ConversationsRepository,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  /** To be said again before `PRESENCE_MS` are over. @throws DomainError CONVERSATION.NOT_FOUND */
  async answering(context: RequestContext, id: ConversationId, stays: boolean): Promise<Present[]> {
    const { workspaceId } = context;
    if (!(await this.conversations.exists(workspaceId, id))) throw conversationNotFound();
    const who = actorIdOf(context) ?? 'system';
    const key = this.keyOf(workspaceId, id);
    const args = [who, PRESENCE_MS, stays ? 1 : 0];
    const changed = await this.ask(async () => this.redis.commands.eval(MARK, 1, key, ...args));
    const present = await this.present(workspaceId, id);
    if (Number(changed ?? 0) > 0) await this.tell(context, id, present);
    return present;
  }

  /** @throws DomainError CONVERSATION.NOT_FOUND */
  async of({ workspaceId }: RequestContext, id: ConversationId): Promise<Present[]> {
    if (!(await this.conversations.exists(workspaceId, id))) throw conversationNotFound();
    return this.present(workspaceId, id);
  }

  private async present(workspaceId: WorkspaceId, id: ConversationId): Promise<Present[]> {
    const found = await this.ask(async () => this.redis.commands.eval(SHOWN, 1, this.keyOf(workspaceId, id)));
    const flat = Array.isArray(found) ? found.map(String) : [];
    return flat.flatMap((who, index) =>
      index % 2 === 0 ? [{ id: who, until: new Date(Number(flat[index + 1])) }] : [],
    );
  }

  private async tell({ workspaceId }: RequestContext, id: ConversationId, present: readonly Present[]): Promise<void> {
    const at = this.clock.now();
    const data = { answering: present.map((one) => ({ id: one.id, until: one.until.toISOString() })) };
    const about = { workspaceId, at, subjectId: id, conversationId: id, data };
    await this.events.publish([{ id: newId(at), type: 'conversation.presence', ...about }]);
  }

  private async ask<T>(question: () => Promise<T>): Promise<T | null> {
    try {
      return await question();
    } catch (err) {
      this.telemetry.logger.event('warn', 'presence not known', { err });
      return null;
    }
  }

  private keyOf(workspaceId: WorkspaceId, id: ConversationId): string {
    return `${this.config.redis.prefix}:answering:${workspaceId}:${id}`;
  }
}
