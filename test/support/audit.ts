import { AuditedChanges, type Transactions } from '../../src/shared/database';
import type { Caller, RequestContext, UserCaller, UserId, WorkspaceId } from '../../src/shared/kernel';
import { type AuditEvent, AuditTrail } from '../../src/shared/observability';

export interface Recorded extends AuditEvent {
  caller: Caller;
  /** False: only noted, beside no change. */
  isChange: boolean;
}

/** Keeps what is recorded, in order. */
export class RecordingAudit extends AuditTrail {
  readonly entries: Recorded[] = [];
  /** Changes as the services make them, without a database. */
  readonly changes = new AuditedChanges({ run: (work: () => Promise<unknown>) => work() } as Transactions, this);

  get actions(): string[] {
    return this.entries.map(({ action }) => action);
  }

  override async record(caller: Caller, event: AuditEvent): Promise<void> {
    this.entries.push({ caller, isChange: true, ...event });
  }

  override async note(caller: Caller, event: AuditEvent): Promise<void> {
    this.entries.push({ caller, isChange: false, ...event });
  }
}

export const SESSION_PREFIX = 'session-of-';
/** The one sign-in that a user has in tests without a database. */
export const sessionIdOf = (userId: string): string => SESSION_PREFIX + userId;

export const userCaller = (userId: string): UserCaller => ({
  userId: userId as UserId,
  actor: { kind: 'user', userId: userId as UserId },
  correlationId: 'corr-0001',
  sessionId: sessionIdOf(userId),
});

export const visitor: Caller = { actor: { kind: 'anonymous' }, correlationId: 'corr-0001' };

export const contextOf = (workspaceId: string, userId: string): RequestContext => ({
  actor: { kind: 'user', userId: userId as UserId },
  correlationId: 'corr-0001',
  sessionId: sessionIdOf(userId),
  workspaceId: workspaceId as WorkspaceId,
});
