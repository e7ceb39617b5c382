import {
  assertNever,
  type ContactId,
  type ConversationId,
  type UserId,
  type WorkspaceId,
} from '../../../shared/kernel';

export const PRIVACY_REQUEST_KINDS = ['export', 'erase'] as const;
export type PrivacyRequestKind = (typeof PRIVACY_REQUEST_KINDS)[number];

export const SUBJECT_KINDS = ['contact', 'account', 'member', 'workspace', 'user'] as const;

export const PRIVACY_REQUEST_STATUSES = ['queued', 'running', 'done', 'failed'] as const;
export type PrivacyRequestStatus = (typeof PRIVACY_REQUEST_STATUSES)[number];

/** Whom a request is about; `id` is of the contact, the user or the workspace, or names a share of an account's people. */
export interface RequestSubject {
  kind: (typeof SUBJECT_KINDS)[number];
  id: string;
  /** Of a contact or an account, as found when it was asked for: later there is no row that tells them. */
  conversationIds?: readonly ConversationId[];
  /** Of an account: those whom no other account knows. Of a contact: itself, and those that were merged into it. */
  contactIds?: readonly ContactId[];
}

export interface StepProgress {
  /** `<phase>` or `<phase>:<collection>`. */
  step: string;
  /** Rows so far. */
  count: number;
  done: boolean;
}

export interface PrivacyRequest {
  id: string;
  kind: PrivacyRequestKind;
  /** Absent when it is about a user's whole account. */
  workspaceId?: WorkspaceId;
  subject: RequestSubject;
  /** Absent when the deletion of an account or workspace led to it. */
  requestedBy?: UserId;
  status: PrivacyRequestStatus;
  progress: StepProgress[];
  /** Failures in a row. */
  attempts: number;
  errorCode?: string;
  /** Not before. */
  dueAt: Date;
  /** When nothing new was taken in any more. */
  closedAt?: Date;
  createdAt: Date;
  startedAt?: Date;
  finishedAt?: Date;
  /** Of an export that is done. */
  downloadableUntil?: Date;
}

/** From → to. Nothing leaves `done`. */
const TRANSITIONS: Readonly<Record<PrivacyRequestStatus, readonly PrivacyRequestStatus[]>> = {
  queued: ['running'],
  running: ['running', 'done', 'failed'],
  failed: ['queued'],
  done: [],
};

/** The statuses from which `to` can be reached. */
export const sourcesOf = (to: PrivacyRequestStatus): PrivacyRequestStatus[] =>
  PRIVACY_REQUEST_STATUSES.filter((from) => TRANSITIONS[from].includes(to));

/** Of two equal requests the second joins the first, while that is under way. */
export const openKeyOf = ({ kind, workspaceId, subject }: Pick<PrivacyRequest, 'kind' | 'workspaceId' | 'subject'>) =>
  [kind, workspaceId ?? '', subject.kind, subject.id].join(':');

/** Sweep and erase do the same: what slipped in meanwhile goes, too. */
export type Step = { phase: 'close' | 'reopen' } | { phase: 'erase' | 'sweep' | 'read'; collection: string };

export const nameOf = (step: Step): string => ('collection' in step ? `${step.phase}:${step.collection}` : step.phase);

/** What has to be done, in order. */
export function planOf(kind: PrivacyRequestKind, collections: readonly string[]): Step[] {
  const each = (phase: 'erase' | 'sweep' | 'read') => collections.map((collection) => ({ phase, collection }));
  switch (kind) {
    case 'export':
      return each('read');
    case 'erase':
      return [{ phase: 'close' }, ...each('erase'), ...each('sweep'), { phase: 'reopen' }];
    default:
      return assertNever(kind);
  }
}

/** The first one that is not done; null when all are. */
export function nextStep(plan: readonly Step[], progress: readonly StepProgress[]): Step | null {
  const done = new Set(progress.filter((step) => step.done).map(({ step }) => step));
  return plan.find((step) => !done.has(nameOf(step))) ?? null;
}

/** Every process knows within a second that something is closed; this is that second with a margin. */
const NOTICED_MS = 1_500;

/** When the step may begin; null: at once. `settleMs`: how long what began before the closing may go on. */
export function notBefore(step: Step, closedAt: Date | undefined, settleMs: number): Date | null {
  if (closedAt === undefined || step.phase === 'read' || step.phase === 'close') return null;
  const waitMs = step.phase === 'erase' ? NOTICED_MS : NOTICED_MS + settleMs;
  return new Date(closedAt.getTime() + waitMs);
}

export const MAX_STEP_ATTEMPTS = 12;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 10 * 60_000;

/** After the given number of failures in a row. */
export const retryDelayMs = (attempts: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));

/** An export lies ready for this long. */
export const EXPORT_KEPT_MS = 24 * 60 * 60_000;
/** That somebody asked is kept as long as questions about it may come. */
export const REQUEST_KEPT_MS = 90 * 24 * 60 * 60_000;
