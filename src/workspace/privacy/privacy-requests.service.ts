import { Injectable } from '@nestjs/common';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import {
  authorOf,
  type Caller,
  Clock,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  type UserCaller,
} from '../../shared/kernel';
import type { PrivacyRequest, PrivacyRequestStatus } from '../domain/privacy/privacy-request';
import { PrivacyRequestsRepository, type RequestOwner } from '../repositories/privacy-requests.repository';
import { notFailed, requestNotFound } from './privacy.errors';

export type NewPrivacyRequest = Pick<PrivacyRequest, 'kind' | 'workspaceId' | 'subject'>;

/** What was asked for, and how far it is. */
@Injectable()
export class PrivacyRequests {
  constructor(
    private readonly requests: PrivacyRequestsRepository,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * Begun soon, by a worker. Who asks for what is under way already gets that. `alsoDo` is part of the same transaction.
   */
  async ask(caller: Caller, wanted: NewPrivacyRequest, alsoDo?: () => Promise<void>): Promise<PrivacyRequest> {
    try {
      return (await this.requests.findOpen(wanted)) ?? (await this.insert(caller, wanted, alsoDo));
    } catch (error) {
      const other = isDuplicateKey(error) ? await this.requests.findOpen(wanted) : null;
      if (other === null) throw error;
      return other;
    }
  }

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(owner: RequestOwner, limit: number, cursor?: string): Promise<Page<PrivacyRequest>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.requests.list(owner, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt: at, id }) => ({ at, id }));
  }

  /** @throws DomainError PRIVACY.REQUEST_NOT_FOUND. */
  async get(owner: RequestOwner, id: string): Promise<PrivacyRequest> {
    const request = await this.requests.find(owner, id);
    if (request === null) throw requestNotFound();
    return request;
  }

  /** Goes on where it failed. @throws DomainError PRIVACY.REQUEST_NOT_FOUND, PRIVACY.NOT_FAILED. */
  async retry(context: RequestContext, id: string): Promise<PrivacyRequest> {
    return this.queueAgain(context, await this.get({ workspaceId: context.workspaceId }, id));
  }

  /** Of everybody, for platform admins: also what a workspace left behind that is no more. @throws DomainError CURSOR.INVALID. */
  async listByStatus(status: PrivacyRequestStatus, limit: number, cursor?: string): Promise<Page<PrivacyRequest>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.requests.listByStatus(status, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt: at, id }) => ({ at, id }));
  }

  /** @throws DomainError PRIVACY.REQUEST_NOT_FOUND, PRIVACY.NOT_FAILED. */
  async retryAnywhere(admin: UserCaller, id: string): Promise<PrivacyRequest> {
    const request = await this.requests.findAnywhere(id);
    if (request === null) throw requestNotFound();
    return this.queueAgain(admin, request);
  }

  private async queueAgain(caller: Caller, request: PrivacyRequest): Promise<PrivacyRequest> {
    const { errorCode: _errorCode, ...rest } = request;
    const { id, workspaceId } = request;
    return this.changes.run(caller, async (record) => {
      const dueAt = this.clock.now();
      if (!(await this.requests.move(id, 'queued', { attempts: 0, dueAt, clearError: true }))) throw notFailed();
      const where = workspaceId === undefined ? {} : { workspaceId };
      await record({ action: 'privacy.retried', ...where, target: id });
      return { ...rest, status: 'queued', attempts: 0, dueAt };
    });
  }

  private async insert(
    caller: Caller,
    wanted: NewPrivacyRequest,
    alsoDo?: () => Promise<void>,
  ): Promise<PrivacyRequest> {
    const now = this.clock.now();
    const { userId } = authorOf(caller);
    const request: PrivacyRequest = {
      id: newId(now),
      ...wanted,
      ...(userId === undefined ? {} : { requestedBy: userId }),
      status: 'queued',
      progress: [],
      attempts: 0,
      dueAt: now,
      createdAt: now,
    };
    const { kind, workspaceId, subject } = wanted;
    return this.changes.run(caller, async (record) => {
      await alsoDo?.();
      await this.requests.insert(request);
      await record({
        action: kind === 'export' ? 'privacy.export-requested' : 'privacy.erasure-requested',
        ...(workspaceId === undefined ? {} : { workspaceId }),
        target: subject.id,
        details: { subject: subject.kind, requestId: request.id },
      });
      return request;
    });
  }
}
