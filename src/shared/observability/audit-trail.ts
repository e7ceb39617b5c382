import { Injectable, Module } from '@nestjs/common';
import { Contributions } from '../kernel';

/** Who did what to what. Never a message text, a secret or an e-mail address. */
export interface AuditRecord {
  at: Date;
  actor: { userId?: string; system?: string };
  /** `<resource>.<what happened>`, e.g. `escalation.resolved`. */
  action: string;
  workspaceId?: string;
  /** Id of the thing that was acted upon. */
  target?: string;
  correlationId: string;
  details?: Record<string, string | number | boolean>;
}

/** Takes what must be answerable later. Declared here, contributed by the domain that keeps it. */
export abstract class AuditTrail {
  /** Best effort: what cannot be written is logged, and the action that it tells of stands. */
  abstract record(entry: AuditRecord): Promise<void>;
}

/** What services inject; finds the contribution when first used, since it lies in a higher domain. */
@Injectable()
class ContributedAuditTrail extends AuditTrail {
  constructor(private readonly contributions: Contributions) {
    super();
    contributions.declare(AuditTrail, 'one');
  }

  override record(entry: AuditRecord): Promise<void> {
    return this.contributions.one(AuditTrail).record(entry);
  }
}

@Module({ providers: [{ provide: AuditTrail, useClass: ContributedAuditTrail }], exports: [AuditTrail] })
export class AuditTrailModule {}
