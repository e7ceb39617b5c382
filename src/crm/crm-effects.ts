import { Injectable } from '@nestjs/common';
import { Clock, type FieldProblem, stableId } from '../shared/kernel';
import { ChangesByFlows } from './contacts/changes-by-flows.service';
import { ContactEditor } from './contacts/contact-editor';
import { type ContactView, viewOf } from './domain/contact';
import type { ContactChanges } from './domain/contact-changes';
import { noteTextOf } from './domain/contact-note';
import type { EffectOutcome, PersonRef } from './domain/person';
import { type CheckedTask, checkTask, newTask, type TaskWishes } from './domain/task-wishes';
import { FlowWritings } from './contacts/flow-writings';
import { Members } from './members';
import { ContactsRepository } from './repositories/contacts.repository';

const NO_CONTACT = { ok: false, reason: 'no-contact', problems: [] } as const;
const invalid = (problems: readonly FieldProblem[]) => ({ ok: false, reason: 'invalid', problems }) as const;

/** What flows do in the CRM. Each effect is applied once, however often it is repeated after a crash. */
@Injectable()
export class CrmEffects {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly editor: ContactEditor,
    private readonly written: FlowWritings,
    private readonly told: ChangesByFlows,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  async applyChanges(
    person: PersonRef,
    changes: ContactChanges,
    effectId: string,
  ): Promise<EffectOutcome<ContactView>> {
    const checked = await this.editor.check(person.workspaceId, changes);
    if (!checked.ok) return invalid(checked.problems);
    const edited = await this.editor.apply(person, checked.value, { effectId });
    if (edited.kind === 'no-contact') return NO_CONTACT;
    if (edited.kind === 'invalid') return invalid(edited.problems);
    await this.told.tell(edited, effectId);
    return { ok: true, repeated: edited.kind === 'repeated', value: viewOf(edited.contact, person) };
  }

  async addNote(person: PersonRef, text: string, effectId: string): Promise<EffectOutcome<{ noteId: string }>> {
    const checked = noteTextOf(text);
    if (!checked.ok) return invalid([{ field: 'text', rule: checked.rule }]);
    const place = await this.placeOf(person);
    if (place === null) return NO_CONTACT;
    const id = stableId('contact-note', person.workspaceId, effectId);
    const note = { ...place, id, text: checked.value, origin: 'automation' as const, createdAt: this.clock.now() };
    return { ok: true, repeated: !(await this.written.addNote(note)), value: { noteId: id } };
  }

  async createTask(
    person: PersonRef,
    wishes: TaskWishes & { title: string },
    effectId: string,
  ): Promise<EffectOutcome<{ taskId: string }>> {
    const checked = checkTask(wishes);
    if (!checked.ok) return invalid(checked.problems);
    const problems = await this.assigneeProblems(person, checked.value);
    if (problems.length > 0) return invalid(problems);
    const place = await this.placeOf(person);
    if (place === null) return NO_CONTACT;
    const id = stableId('crm-task', person.workspaceId, effectId);
    const { title = '', ...rest } = checked.value;
    const task = newTask({ ...place, id, origin: 'automation' }, { ...rest, title }, this.clock.now());
    return { ok: true, repeated: !(await this.written.addTask(task)), value: { taskId: id } };
  }

  private assigneeProblems({ workspaceId }: PersonRef, { assigneeId }: CheckedTask): Promise<FieldProblem[]> {
    return this.members.problemsOf(workspaceId, 'assigneeId', assigneeId);
  }

  /** Null when there is no such contact. */
  private async placeOf(person: PersonRef) {
    const contact = await this.contacts.findPerson(person);
    if (contact === null) return null;
    const { workspaceId, conversationId } = person;
    return { workspaceId, contactId: contact.id, ...(conversationId === undefined ? {} : { conversationId }) };
  }
}
