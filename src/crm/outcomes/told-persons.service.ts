import { Injectable } from '@nestjs/common';
import { ChangesByFlows } from '../contacts/changes-by-flows.service';
import { ContactEditor } from '../contacts/contact-editor';
import type { Contact } from '../domain/contact';
import type { PersonRef } from '../domain/person';
import { CONTACT_FIELDS } from './domain/goal';
import type { OutcomeFields } from './domain/outcome';

/** Who people are, as they said it on the way to a goal. */
@Injectable()
export class ToldPersons {
  constructor(
    private readonly editor: ContactEditor,
    private readonly told: ChangesByFlows,
  ) {}

  /** Where the contact does not know it yet; what somebody typed stays. */
  async note(person: PersonRef, contact: Contact, fields: OutcomeFields, effectId: string): Promise<void> {
    const news = CONTACT_FIELDS.filter((name) => contact[name] === undefined && (fields[name] ?? '') !== '');
    for (const name of news) {
      // What is no address or number stays in the record, where a person sees it.
      const checked = await this.editor.check(person.workspaceId, { set: { [name]: fields[name] } });
      if (!checked.ok) continue;
      const id = `${effectId}:${name}`;
      const edited = await this.editor.apply(person, checked.value, { effectId: id });
      if (edited.kind === 'edited' || edited.kind === 'repeated') await this.told.tell(edited, id);
    }
  }
}
