import { Injectable } from '@nestjs/common';
import { Clock } from '../shared/kernel';
import { InboxRepository } from './repositories/inbox.repository';

interface Waiting {
  ids: string[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Marks events done, grouped over all conversations of this process: while one update is in flight, the next collects. */
@Injectable()
export class DoneMarks {
  private waiting: Waiting[] = [];
  private inFlight = false;

  constructor(
    private readonly inbox: InboxRepository,
    private readonly clock: Clock,
  ) {}

  async mark(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.waiting.push({ ids: [...ids], resolve, reject });
      if (!this.inFlight) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.inFlight = true;
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0);
      try {
        await this.inbox.markDone(
          group.flatMap(({ ids }) => ids),
          this.clock.now(),
        );
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.inFlight = false;
  }
}
