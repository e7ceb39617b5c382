export const ESCALATION_STATUSES = ['pending', 'in_progress', 'resolved', 'cancelled'] as const;
export type EscalationStatus = (typeof ESCALATION_STATUSES)[number];

/**
 * need: something else asks for a person, too · take: a member begins with it · assign: a member is to · release: it waits for
 * anybody again · answer: somebody of the team has written to the person.
 */
export const ESCALATION_ACTS = [
  'need',
  'take',
  'assign',
  'release',
  'answer',
  'rate',
  'note',
  'resolve',
  'cancel',
  'reopen',
] as const;
export type EscalationAct = (typeof ESCALATION_ACTS)[number];

type Row = Readonly<Partial<Record<EscalationStatus, EscalationStatus>>>;

const AS_IT_IS: Row = { pending: 'pending', in_progress: 'in_progress' };
const BEGUN: Row = { pending: 'in_progress', in_progress: 'in_progress' };

/** Where each act leads from each status; what is not named is refused. */
const TABLE: Readonly<Record<EscalationAct, Row>> = {
  need: AS_IT_IS,
  take: BEGUN,
  assign: AS_IT_IS,
  release: { pending: 'pending', in_progress: 'pending' },
  answer: BEGUN,
  rate: AS_IT_IS,
  note: { ...AS_IT_IS, resolved: 'resolved', cancelled: 'cancelled' },
  resolve: { pending: 'resolved', in_progress: 'resolved' },
  cancel: { pending: 'cancelled', in_progress: 'cancelled' },
  reopen: { resolved: 'pending', cancelled: 'pending' },
};

/** Null: not from there. */
export const statusAfter = (act: EscalationAct, from: EscalationStatus): EscalationStatus | null =>
  TABLE[act][from] ?? null;

export const isOpen = (status: EscalationStatus): boolean => status === 'pending' || status === 'in_progress';
