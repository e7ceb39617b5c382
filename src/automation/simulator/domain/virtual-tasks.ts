import type { Json, JsonObject, TaskDraft, TaskOutcome } from '../../../conversations';
import { changeContact } from './virtual-contact';
import type { VirtualLaneState } from './virtual-lane-state';
import { note } from './virtual-timeline';

type Task = Omit<TaskDraft, 'id'>;
type Work = (state: VirtualLaneState, input: JsonObject) => TaskOutcome;

/** Of each kind of thing that flows leave behind. */
const MAX_LEFT = 100;

const DONE: TaskOutcome = { ok: true, value: {} };

/** Work that only writes to the CRM: here it is done on the made-up person's record. */
const CRM_WORK: Readonly<Record<string, Work>> = {
  update_contact: changeContact,
  add_note: (state, input) => {
    state.notes = latest(state.notes, textOf(input['text']));
    return DONE;
  },
  create_task: (state, { title, details, dueAt }) => {
    const more = { ...optional('details', details), ...optional('dueAt', dueAt) };
    state.tasks = latest(state.tasks, { title: textOf(title), ...more });
    return DONE;
  },
  capture_goal: (state, { goal, fields }) => {
    state.goals = latest(state.goals, { goal: textOf(goal), fields: objectOf(fields) });
    return DONE;
  },
  open_escalation: (state, { reason, summary }) => {
    state.handoffs = latest(state.handoffs, { reason: textOf(reason), summary: textOf(summary) });
    return { ok: true, value: { escalationId: `virtual-${state.handoffs.length}` } };
  },
};

/**
 * How a task comes out without anything leaving the simulator: as scripted, on the made-up record, or not at all.
 * Null while nobody has said how.
 */
export function outcomeOfTask(state: VirtualLaneState, { kind, input }: Task): TaskOutcome | null {
  const scripted = nextOutcome(state, kind) ?? state.answers[kind];
  if (scripted?.ok === false) return scripted;
  const work = Object.hasOwn(CRM_WORK, kind) ? CRM_WORK[kind] : undefined;
  if (work !== undefined) {
    const done = work(state, input);
    if (done.ok) note(state, { kind: 'effect', effect: kind, detail: input });
    return done;
  }
  return scripted ?? profileOf(state, kind) ?? unscripted(state, kind);
}

function nextOutcome(state: VirtualLaneState, kind: string): TaskOutcome | undefined {
  const [first, ...rest] = Object.hasOwn(state.next, kind) ? (state.next[kind] ?? []) : [];
  if (first !== undefined) state.next = { ...state.next, [kind]: rest };
  return first;
}

/** What a look-up of the profile finds, as far as the persona says it. */
const OF_PROFILE = [
  'name',
  'username',
  'profilePictureUrl',
  'followerCount',
  'isVerified',
  'followsBusiness',
  'followedByBusiness',
] as const;

function profileOf({ contact }: VirtualLaneState, kind: string): TaskOutcome | null {
  if (kind !== 'lookup_profile') return null;
  if (contact.name === undefined && contact.username === undefined)
    return { ok: false, error: 'The profile is not available.' };
  const value: JsonObject = {};
  for (const name of OF_PROFILE) if (contact[name] !== undefined) value[name] = contact[name];
  return { ok: true, value };
}

function unscripted({ unanswered }: VirtualLaneState, kind: string): TaskOutcome | null {
  if (unanswered === 'pending') return null;
  return { ok: false, error: `The simulator does not carry out "${kind}"; a persona can say how it comes out.` };
}

const latest = <T>(list: readonly T[], item: T): T[] => [...list, item].slice(-MAX_LEFT);

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function optional<Key extends string>(key: Key, value: Json | undefined): { [K in Key]?: string } {
  return (typeof value === 'string' ? { [key]: value } : {}) as { [K in Key]?: string };
}
