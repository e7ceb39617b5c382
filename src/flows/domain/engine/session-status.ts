/**
 * active: work is under way · waiting: for the person, or for a time · paused: a person of the workspace stepped in ·
 * handed_off: given to a person · completed: reached an end · failed: took too many steps, or its version cannot be run ·
 * expired: waited too long · superseded: another flow took over · stopped: by a person, or with its automation.
 */
export const SESSION_STATUSES = [
  'active',
  'waiting',
  'paused',
  'handed_off',
  'completed',
  'failed',
  'expired',
  'superseded',
  'stopped',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** Statuses of a session that holds its conversation. */
export type OpenStatus = Extract<SessionStatus, 'active' | 'waiting' | 'paused'>;
export type EndStatus = Exclude<SessionStatus, OpenStatus>;

const ENDS = ['handed_off', 'completed', 'failed', 'expired', 'superseded', 'stopped'] as const satisfies EndStatus[];

/** What may follow. A tap on an old button wakes a session that ended by itself, not one that failed or was stopped. */
export const TRANSITIONS: { readonly [From in SessionStatus]: readonly SessionStatus[] } = {
  active: ['waiting', 'paused', ...ENDS],
  waiting: ['active', 'paused', ...ENDS],
  paused: ['active', 'waiting', ...ENDS],
  handed_off: ['active'],
  completed: ['active'],
  expired: ['active'],
  superseded: ['active'],
  failed: [],
  stopped: [],
};

export function mayBecome(from: SessionStatus, to: SessionStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Whether the session holds its conversation: it runs, waits, or is paused. */
export function isOpenStatus(status: SessionStatus): status is OpenStatus {
  return status === 'active' || status === 'waiting' || status === 'paused';
}
