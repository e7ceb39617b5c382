import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Secret } from '../shared/kernel';
import type { AuditEvent } from '../shared/observability';
import { SecretBox } from '../shared/security';
import { auditSubjectOf } from './domain/audit-entry';
import { AuditKeysRepository } from './repositories/audit-keys.repository';

const KEY_BYTES = 32;

/** A key for each of whom the trail holds hashes. Erasing somebody deletes theirs. */
@Injectable()
export class AuditKeys {
  constructor(
    private readonly keys: AuditKeysRepository,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** Null when the event holds nothing that needs one. Never cached: a process would go on with one that was deleted. */
  async keyFor(event: AuditEvent): Promise<Secret | null> {
    if (event.before === undefined && event.after === undefined) return null;
    const subject = auditSubjectOf(event);
    const row = (await this.keys.find(subject)) ?? (await this.create(subject, event.workspaceId));
    return this.secrets.open(row.sealed, placeOf(subject));
  }

  private create(subject: string, workspaceId?: string) {
    const key = new Secret(randomBytes(KEY_BYTES).toString('base64'));
    return this.keys.insertOrFind({
      _id: subject,
      ...(workspaceId === undefined ? {} : { workspaceId }),
      sealed: this.secrets.seal(key, placeOf(subject)),
      createdAt: this.clock.now(),
    });
  }
}

/** Not of the workspace: a key may be of a user, who has none. */
const placeOf = (subject: string) => ({ workspaceId: '', record: subject, field: 'audit-key' });
