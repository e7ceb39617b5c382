import { z } from 'zod';
import { ID_PATTERN } from '../../shared/http';
import { SettingsGroup } from '../../workspace';
import { ASSIGNMENT_RULES, type AssignmentRule } from '../domain/assignment';

export const ASSIGNMENT_OCCASIONS = ['handoff', 'reopen'] as const;
/** handoff: a conversation comes to need a person · reopen: a person writes in one that was closed or snoozed. */
export type AssignmentOccasion = (typeof ASSIGNMENT_OCCASIONS)[number];

export interface InboxSettings {
  /** `off`: members take conversations themselves. */
  assignment: AssignmentRule | 'off';
  assignOn: readonly AssignmentOccasion[];
  /** Who is given conversations; null: every member who may answer. */
  assignees: readonly string[] | null;
}

export const inboxSettings = new SettingsGroup<InboxSettings>({
  name: 'inbox',
  schemaVersion: 1,
  about: 'Who is given the conversations that wait for somebody.',
  fields: {
    assignment: z.enum(['off', ...ASSIGNMENT_RULES]),
    assignOn: z.array(z.enum(ASSIGNMENT_OCCASIONS)).max(ASSIGNMENT_OCCASIONS.length),
    assignees: z.array(z.string().regex(ID_PATTERN)).min(1).max(200),
  },
  defaults: { assignment: 'off', assignOn: ['handoff', 'reopen'], assignees: null },
});
