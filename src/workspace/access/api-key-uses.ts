import { Injectable } from '@nestjs/common';
import { AppLogger } from '../../shared/observability';
import type { ApiKey } from '../domain/api-key';
import { ApiKeysRepository } from '../repositories/api-keys.repository';

const NOTED_EVERY_MS = 60_000;

/** Keeps when a key was last used, to the minute; a request never waits for it. */
@Injectable()
export class ApiKeyUses {
  private readonly notedAt = new Map<string, number>();

  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly logger: AppLogger,
  ) {}

  note({ id, workspaceId }: Pick<ApiKey, 'id' | 'workspaceId'>, now: Date): void {
    const before = now.getTime() - NOTED_EVERY_MS;
    if ((this.notedAt.get(id) ?? 0) > before) return;
    this.notedAt.set(id, now.getTime());
    this.keys
      .noteUse(workspaceId, id, now, new Date(before))
      .catch((err: unknown) => this.logger.event('warn', 'use of an API key not noted', { workspaceId, err }));
  }
}
