import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { Clock, knownFields, newId, type RequestContext } from '../../shared/kernel';
import { WorkspaceGuard } from '../../workspace';
import { contactFieldInvalid, contactFieldNotFound, contactFieldTaken } from '../crm.errors';
import { checkFieldWishes, type ContactField, DECLARED_FIELDS_MAX, type FieldWishes } from '../domain/contact-field';
import { ContactFieldsRepository } from '../repositories/contact-fields.repository';

export interface FieldChanges {
  label?: string;
  /** Instead of those that are there; values that are no longer among them stay. */
  options?: readonly string[];
  required?: boolean;
  archived?: boolean;
}

/** The custom fields that a workspace declares for its contacts. */
@Injectable()
export class ContactFields {
  constructor(
    private readonly fields: ContactFieldsRepository,
    private readonly guard: WorkspaceGuard,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  list({ workspaceId }: RequestContext): Promise<ContactField[]> {
    return this.fields.list(workspaceId);
  }

  /** @throws DomainError CONTACT_FIELD.INVALID, CONTACT_FIELD.TAKEN. */
  async declare(context: RequestContext, wishes: FieldWishes): Promise<ContactField> {
    const { workspaceId } = context;
    const checked = checkFieldWishes(wishes);
    if (!checked.ok) throw contactFieldInvalid(checked.problems);
    const at = this.clock.now();
    const field = { ...checked.value, id: newId(at), workspaceId, archived: false, createdAt: at, updatedAt: at };
    return this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      if ((await this.fields.list(workspaceId)).length >= DECLARED_FIELDS_MAX)
        throw contactFieldInvalid([{ field: 'key', rule: `must be one of at most ${DECLARED_FIELDS_MAX} fields` }]);
      if (!(await this.fields.insertIfNew(field))) throw contactFieldTaken();
      await record({ action: 'contact-field.declared', workspaceId, target: field.id, after: field });
      return field;
    });
  }

  /** @throws DomainError CONTACT_FIELD.NOT_FOUND, CONTACT_FIELD.INVALID. */
  change(context: RequestContext, id: string, wishes: FieldChanges): Promise<ContactField> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      const before = await this.fields.find(workspaceId, id);
      if (before === null) throw contactFieldNotFound();
      const checked = checkFieldWishes({ ...before, ...knownFields({ ...wishes }) });
      if (!checked.ok) throw contactFieldInvalid(checked.problems);
      const { label, options, required } = checked.value;
      const after = await this.fields.change(workspaceId, id, {
        label,
        required,
        archived: wishes.archived ?? before.archived ?? false,
        ...(options === undefined ? {} : { options }),
        updatedAt: this.clock.now(),
      });
      if (after === null) throw contactFieldNotFound();
      await record({ action: 'contact-field.changed', workspaceId, target: id, before, after });
      return after;
    });
  }
}
