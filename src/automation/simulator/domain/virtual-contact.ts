import type { JsonObject, TaskOutcome } from '../../../conversations';
import { checkChanges, type Contact, editedContact, editOf } from '../../../crm';
import type { ContactId, FieldProblem, WorkspaceId } from '../../../shared/kernel';
import type { VirtualContact, VirtualLaneState } from './virtual-lane-state';

/** What the CRM knows of a contact besides what flows see. */
const ROW = {
  id: 'virtual' as ContactId,
  workspaceId: 'simulator' as WorkspaceId,
  identities: [],
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

/** Writes into the made-up record by the CRM's own rules: normalised, and all of it or nothing. */
export function changeContact(state: VirtualLaneState, changes: JsonObject): TaskOutcome {
  const { username, ...known } = state.contact;
  const contact = { ...ROW, ...known } as Contact;
  const checked = checkChanges(changes);
  if (!checked.ok) return refusal(checked.problems);
  const edit = editOf(contact, checked.value);
  if (!edit.ok) return refusal(edit.problems);
  const {
    id: _i,
    workspaceId: _w,
    identities: _n,
    createdAt: _c,
    updatedAt: _u,
    ...rest
  } = editedContact(contact, edit.value, ROW.updatedAt);
  state.contact = { ...(rest as VirtualContact), ...(username === undefined ? {} : { username }) };
  return { ok: true, value: {} };
}

function refusal(problems: readonly FieldProblem[]): TaskOutcome {
  return { ok: false, error: problems.map(({ field, rule }) => `${field} ${rule}`).join('; ') };
}
