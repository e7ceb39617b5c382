import type Redis from 'ioredis';
import type { AppLogger } from '../observability';

type Listener = (key: string) => void;

/** Hints between processes that something cached has changed. A hint may get lost: the holder of a cache polls for the truth. */
export abstract class ChangeFeed {
  abstract publish(topic: string, key: string): Promise<void>;
  abstract subscribe(topic: string, listener: Listener): void;
}

export class RedisChangeFeed extends ChangeFeed {
  private readonly listeners = new Map<string, Listener[]>();

  constructor(
    private readonly commands: Redis,
    private readonly subscriptions: Redis,
    private readonly prefix: string,
    private readonly logger: AppLogger,
  ) {
    super();
    subscriptions.on('message', (channel: string, key: string) => {
      for (const listener of this.listeners.get(channel) ?? []) listener(key);
    });
  }

  override async publish(topic: string, key: string): Promise<void> {
    try {
      await this.commands.publish(this.channelOf(topic), key);
    } catch (err) {
      this.logger.event('warn', 'change hint not sent; others notice by polling', { reason: topic, err });
    }
  }

  override subscribe(topic: string, listener: Listener): void {
    const channel = this.channelOf(topic);
    this.listeners.set(channel, [...(this.listeners.get(channel) ?? []), listener]);
    this.subscriptions
      .subscribe(channel)
      .catch((err: unknown) => this.logger.event('warn', 'subscription failed', { reason: topic, err }));
  }

  private channelOf(topic: string): string {
    return `${this.prefix}:changes:${topic}`;
  }
}
