import { Injectable } from '@nestjs/common';
import { type Persona, personaSchema } from '../../flows';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import { actorIdOf, Clock, decodeCursor, newId, type Page, pageOf, type RequestContext } from '../../shared/kernel';
import { WorkspaceGuard } from '../../workspace';
import { PersonasRepository } from './repositories/personas.repository';
import type { PersonaRow } from './schemas/persona.schema';
import { defaultPersonaStays, personaInvalid, personaNotFound, tooManyPersonas } from './simulator.errors';
import { fieldProblemsOf } from './field-problems';

export interface StoredPersona extends Omit<PersonaRow, '_id' | 'workspaceId' | 'createdBy'> {
  id: string;
}

export interface PersonaFields {
  label: string;
  /** Not yet checked. */
  persona: unknown;
  isDefault?: boolean;
}

type Tenant = Pick<RequestContext, 'workspaceId'>;

const MAX_PERSONAS = 50;

/** The made-up people of a workspace. The first one is the default, and as long as there are any, one of them is. */
@Injectable()
export class PersonasService {
  constructor(
    private readonly personas: PersonasRepository,
    private readonly guard: WorkspaceGuard,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list({ workspaceId }: Tenant, limit: number, cursor?: string): Promise<Page<StoredPersona>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.personas.list(workspaceId, limit + 1, after);
    const page = pageOf(rows, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
    return { ...page, items: page.items.map(shown) };
  }

  /** @throws DomainError PERSONA.NOT_FOUND */
  async get({ workspaceId }: Tenant, personaId: string): Promise<StoredPersona> {
    return shown(await this.row({ workspaceId }, personaId));
  }

  /** Null when the workspace has none. */
  async getDefault({ workspaceId }: Tenant): Promise<StoredPersona | null> {
    const row = await this.personas.findDefault(workspaceId);
    return row === null ? null : shown(row);
  }

  /** @throws DomainError PERSONA.INVALID, PERSONA.TOO_MANY */
  async create(context: RequestContext, { label, persona, isDefault }: PersonaFields): Promise<StoredPersona> {
    const checked = checkedPersona(persona);
    return this.settled(() => this.add(context, { label, persona: checked, isDefault: isDefault ?? false }));
  }

  /** A copy under another label. @throws DomainError PERSONA.NOT_FOUND, PERSONA.TOO_MANY */
  async duplicate(context: RequestContext, personaId: string): Promise<StoredPersona> {
    const { label, persona } = await this.row(context, personaId);
    return this.settled(() => this.add(context, { label: `${label} (copy)`.slice(0, 120), persona, isDefault: false }));
  }

  /** @throws DomainError PERSONA.NOT_FOUND, PERSONA.INVALID, PERSONA.DEFAULT_STAYS */
  async update(context: RequestContext, personaId: string, update: Partial<PersonaFields>): Promise<StoredPersona> {
    const { workspaceId } = context;
    const persona = update.persona === undefined ? undefined : checkedPersona(update.persona);
    return this.settled(() =>
      this.changes.run(context, async (record) => {
        const before = await this.row(context, personaId);
        if (before.isDefault && update.isDefault === false) throw defaultPersonaStays();
        const now = this.clock.now();
        const after: PersonaRow = {
          ...before,
          label: update.label ?? before.label,
          persona: persona ?? before.persona,
          isDefault: update.isDefault ?? before.isDefault,
          updatedAt: now,
        };
        if (after.isDefault && !before.isDefault) await this.personas.unsetDefault(workspaceId, now);
        await this.personas.replace(after);
        await record({ action: 'persona.changed', workspaceId, target: personaId, before, after });
        return shown(after);
      }),
    );
  }

  /** Of those that are left, the newest becomes the default if this one was. @throws DomainError PERSONA.NOT_FOUND */
  async delete(context: RequestContext, personaId: string): Promise<void> {
    const { workspaceId } = context;
    await this.settled(() =>
      this.changes.run(context, async (record) => {
        const before = await this.row(context, personaId);
        await this.personas.delete(workspaceId, personaId);
        const [heir] = before.isDefault ? await this.personas.list(workspaceId, 1) : [];
        if (heir !== undefined) await this.personas.replace({ ...heir, isDefault: true, updatedAt: this.clock.now() });
        await record({ action: 'persona.deleted', workspaceId, target: personaId, before });
      }),
    );
  }

  private add(
    context: RequestContext,
    fields: Pick<PersonaRow, 'label' | 'persona' | 'isDefault'>,
  ): Promise<StoredPersona> {
    const { workspaceId } = context;
    const createdBy = actorIdOf(context);
    return this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      const count = await this.personas.count(workspaceId);
      if (count >= MAX_PERSONAS) throw tooManyPersonas(MAX_PERSONAS);
      const now = this.clock.now();
      if (fields.isDefault) await this.personas.unsetDefault(workspaceId, now);
      const row: PersonaRow = {
        _id: newId(now),
        workspaceId,
        ...fields,
        isDefault: fields.isDefault || count === 0,
        ...(createdBy === undefined ? {} : { createdBy }),
        createdAt: now,
        updatedAt: now,
      };
      await this.personas.insert(row);
      await record({ action: 'persona.created', workspaceId, target: row._id, after: row });
      return shown(row);
    });
  }

  /** Somebody else may have made another one the default at the same time: then this change is made upon theirs. */
  private async settled<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      if (isDuplicateKey(error)) return change();
      throw error;
    }
  }

  private async row({ workspaceId }: Tenant, personaId: string): Promise<PersonaRow> {
    const row = await this.personas.find(workspaceId, personaId);
    if (row === null) throw personaNotFound();
    return row;
  }
}

/** @throws DomainError PERSONA.INVALID */
export function checkedPersona(persona: unknown): Persona {
  const result = personaSchema.safeParse(persona);
  if (!result.success) throw personaInvalid(fieldProblemsOf(result.error, 'persona'));
  return result.data;
}

function shown({ _id, label, persona, isDefault, createdAt, updatedAt }: PersonaRow): StoredPersona {
  return { id: _id, label, persona, isDefault, createdAt, updatedAt };
}
