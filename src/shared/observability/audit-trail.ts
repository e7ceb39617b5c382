import { Injectable, Module } from '@nestjs/common';
import { type Caller, Contributions } from '../kernel';

/** What was done to what. Never a message text, a secret or an e-mail address. */
export interface AuditEvent {
  /** `<resource>.<what happened>`, e.g. `escalation.resolved`. */
  action: string;
  workspaceId?: string;
  /** Id of the thing that was acted upon. */
  target?: string;
  /** Whose data `before` and `after` are: a contact or user; the workspace when absent, else the target. */
  subject?: string;
  /** The thing as it was and as it is now; only hashes of them are kept, which say nothing once the subject is erased. */
  before?: object;
  after?: object;
  details?: Record<string, string | number | boolean>;
}

/** Takes what must be answerable later. Declared here, contributed by the domain that keeps it. */
export abstract class AuditTrail {
  /** A change. Called in the transaction of that change, it stands or falls with it. @throws what the database throws. */
  abstract record(caller: Caller, event: AuditEvent): Promise<void>;

  /** What changes nothing: a refusal, a sign-in. Best effort, what cannot be written is logged. */
  abstract note(caller: Caller, event: AuditEvent): Promise<void>;
}

/** What services inject; finds the contribution when first used, since it lies in a higher domain. */
@Injectable()
class ContributedAuditTrail extends AuditTrail {
  constructor(private readonly contributions: Contributions) {
    super();
    contributions.declare(AuditTrail, 'one');
  }

  override record(caller: Caller, event: AuditEvent): Promise<void> {
    return this.contributions.one(AuditTrail).record(caller, event);
  }

  override note(caller: Caller, event: AuditEvent): Promise<void> {
    return this.contributions.one(AuditTrail).note(caller, event);
  }
}

@Module({ providers: [{ provide: AuditTrail, useClass: ContributedAuditTrail }], exports: [AuditTrail] })
export class AuditTrailModule {}
