import { Injectable } from '@nestjs/common';
import { roleMay } from '../../shared/auth';
import {
  type Caller,
  Clock,
  type ContactId,
  Contributions,
  type RequestContext,
  type UserCaller,
} from '../../shared/kernel';
import { AuditTrail } from '../../shared/observability';
import type { PrivacyRequest, PrivacyRequestKind } from '../domain/privacy/privacy-request';
import { WorkspaceGuard } from '../workspace-guard.service';
import { ContactConversations } from './personal-data.port';
import { contactUnknown, exportNotReady, ownersOnly } from './privacy.errors';
import { PrivacyExports } from './privacy-exports';
import { PrivacyRequests } from './privacy-requests.service';

/** What people may ask for: a copy of the data about somebody, or that it is erased. */
@Injectable()
export class PrivacyService {
  constructor(
    private readonly requests: PrivacyRequests,
    private readonly exports: PrivacyExports,
    private readonly guard: WorkspaceGuard,
    private readonly audit: AuditTrail,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    contributions.declare(ContactConversations, 'one');
  }

  /** @throws DomainError CONTACT.NOT_FOUND. */
  async ofContact(context: RequestContext, kind: PrivacyRequestKind, contactId: ContactId): Promise<PrivacyRequest> {
    const { workspaceId } = context;
    const places = await this.contributions.one(ContactConversations).of(workspaceId, contactId);
    if (places === null) throw contactUnknown();
    const { conversationIds, formerIds } = places;
    return this.requests.ask(context, {
      kind,
      workspaceId,
      subject: { kind: 'contact', id: contactId, conversationIds, contactIds: [contactId, ...formerIds] },
    });
  }

  async exportWorkspace(context: RequestContext): Promise<PrivacyRequest> {
    const { workspaceId } = context;
    return this.requests.ask(context, {
      kind: 'export',
      workspaceId,
      subject: { kind: 'workspace', id: workspaceId },
    });
  }

  async exportUser(caller: UserCaller): Promise<PrivacyRequest> {
    return this.requests.ask(caller, { kind: 'export', subject: { kind: 'user', id: caller.userId } });
  }

  /** @throws DomainError PRIVACY.REQUEST_NOT_FOUND, PRIVACY.OWNERS_ONLY, PRIVACY.EXPORT_NOT_READY. */
  async download(context: RequestContext, id: string): Promise<AsyncIterable<string>> {
    const { workspaceId } = context;
    const request = await this.requests.get({ workspaceId }, id);
    if (request.subject.kind === 'workspace' && !roleMay(await this.guard.roleOf(context), 'workspace.export'))
      throw ownersOnly();
    return this.open(context, request);
  }

  /** @throws DomainError PRIVACY.REQUEST_NOT_FOUND, PRIVACY.EXPORT_NOT_READY. */
  async downloadOwn(caller: UserCaller, id: string): Promise<AsyncIterable<string>> {
    return this.open(caller, await this.requests.get({ userId: caller.userId }, id));
  }

  private async open(caller: Caller, request: PrivacyRequest): Promise<AsyncIterable<string>> {
    const { downloadableUntil, workspaceId, subject } = request;
    if (downloadableUntil === undefined || downloadableUntil <= this.clock.now()) throw exportNotReady();
    await this.audit.note(caller, {
      action: 'privacy.export-downloaded',
      ...(workspaceId === undefined ? {} : { workspaceId }),
      target: subject.id,
      details: { subject: subject.kind, requestId: request.id },
    });
    return this.exports.lines(request);
  }
}
