import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock, newId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import type { PrivacyRequest } from '../domain/privacy/privacy-request';

/** Says what becomes of exports and erasures: to front ends, and in the log. */
@Injectable()
export class PrivacyNews {
  constructor(
    private readonly events: DomainEvents,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  async begun(request: PrivacyRequest): Promise<void> {
    await this.tell(request, 'running');
  }

  async done(request: PrivacyRequest): Promise<void> {
    this.logger.event('info', 'privacy request done', { reason: request.kind, ...tenantOf(request) });
    await this.tell(request, 'done');
  }

  /** `status`: failed for good, or tried again. */
  async failed(request: PrivacyRequest, status: 'running' | 'failed', err: unknown): Promise<void> {
    const count = request.attempts + 1;
    this.logger.event('error', 'privacy request failed', { reason: request.kind, count, ...tenantOf(request), err });
    await this.tell(request, status);
  }

  /** A request about a user's own account is of no workspace, and a deleted one has nobody to tell. */
  private async tell({ id: subjectId, workspaceId, subject }: PrivacyRequest, change: string): Promise<void> {
    if (workspaceId === undefined || subject.kind === 'workspace') return;
    const at = this.clock.now();
    const data = { resource: 'privacy', change };
    await this.events.publish([{ id: newId(at), type: 'privacy-request.changed', workspaceId, at, subjectId, data }]);
  }
}

const tenantOf = ({ workspaceId }: PrivacyRequest) => (workspaceId === undefined ? {} : { workspaceId });
