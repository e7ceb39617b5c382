import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Actor, type Caller, Clock, Contributions } from '../shared/kernel';
import { type ApiRequest, type Problem, RefusalObserver } from '../shared/http';
import { AuditTrail, DiagnosticLog } from '../shared/observability';
import { RefusalSampler } from './domain/refusal-sample';

/** Refused by who it was, not by what was sent. A tenant that is not one's own looks like none. */
const NOTED: ReadonlySet<number> = new Set([401, 403, 429]);
const FOREIGN = 'WORKSPACE.NOT_FOUND';

/** Keeps record of refusals: best effort, and of many alike only the first of each minute. */
@Injectable()
export class RefusalNotes extends RefusalObserver implements OnModuleInit {
  private readonly sampler = new RefusalSampler();

  constructor(
    private readonly contributions: Contributions,
    private readonly audit: AuditTrail,
    private readonly diagnostics: DiagnosticLog,
    private readonly clock: Clock,
  ) {
    super();
    // Also where no route is served, and nobody else declares it.
    contributions.declare(RefusalObserver, 'many');
  }

  onModuleInit(): void {
    this.contributions.provide(RefusalObserver, this);
  }

  override refused(request: ApiRequest, problem: Problem): void {
    const { status, code, correlationId } = problem;
    if (!NOTED.has(status) && code !== FOREIGN) return;
    const route = `${request.method} ${request.routeOptions.url ?? 'none'}`;
    const sample = this.sampler.take(`${callerKey(request)} ${route} ${code}`, this.clock.monotonic());
    if (sample === null) return;
    const details = { status, code, ...sample };
    this.diagnostics.log({ category: 'security', level: 'warn', message: 'access.refused', correlationId, details });
    // Never rejects.
    void this.audit.note(callerOf(request), {
      action: 'access.refused',
      ...workspaceOf(request, problem),
      details: { ...details, route },
    });
  }
}

/** Of a member who lacks a permission, so that the owner reads it; a stranger leaves no trace in a workspace. */
function workspaceOf(request: ApiRequest, { status }: Problem): { workspaceId?: string } {
  const { workspaceId } = (request.params ?? {}) as { workspaceId?: string };
  return status !== 403 || workspaceId === undefined ? {} : { workspaceId };
}

/** Whoever it says it is: the guard may have found out, or not. */
function callerOf({ id, ip, user }: ApiRequest & { user?: { kind?: string; id?: string } }): Caller {
  return { actor: actorOf(user), correlationId: id, ip };
}

/** Many people may share an address, and one attacker may have many: who is known counts by name. */
const callerKey = (request: ApiRequest & { user?: { id?: string } }): string => request.user?.id ?? request.ip;

function actorOf(user: { kind?: string; id?: string } | undefined): Actor {
  if (user?.id === undefined) return { kind: 'anonymous' };
  return user.kind === 'api-key' ? { kind: 'api-key', apiKeyId: user.id } : { kind: 'user', userId: user.id as never };
}
