import { DRAFT_SOURCES, type DraftSource, type ReplyDraftStatus } from './reply-draft';

/** Drafts of one source that ended alike. */
export interface CountedDrafts {
  source: DraftSource;
  status: ReplyDraftStatus;
  drafts: number;
  /** Sent without a change. */
  unchanged: number;
  /** Of their edit distances. */
  distance: number;
}

export interface DraftFigures {
  source: DraftSource;
  /** Made for a person, suggestions that nobody took left out. */
  proposed: number;
  waiting: number;
  sent: number;
  sentUnchanged: number;
  discarded: number;
  superseded: number;
  /** Of those sent: 0, as proposed, to 1, nothing was kept. Null when none was sent. */
  averageEditDistance: number | null;
}

/** A line for each source, also for one without drafts. */
export function draftFiguresOf(counted: readonly CountedDrafts[]): DraftFigures[] {
  return DRAFT_SOURCES.map((source) => {
    const mine = counted.filter((group) => group.source === source && group.status !== 'suggested');
    const of = (...statuses: ReplyDraftStatus[]) =>
      sum(
        mine.filter(({ status }) => statuses.includes(status)),
        'drafts',
      );
    const sent = of('sent');
    const theirs = mine.filter(({ status }) => status === 'sent');
    return {
      source,
      proposed: sum(mine, 'drafts'),
      waiting: of('waiting', 'sending'),
      sent,
      sentUnchanged: sum(theirs, 'unchanged'),
      discarded: of('discarded'),
      superseded: of('superseded'),
      averageEditDistance: sent === 0 ? null : Math.round((sum(theirs, 'distance') / sent) * 1_000) / 1_000,
    };
  });
}

const sum = (groups: readonly CountedDrafts[], field: 'drafts' | 'unchanged' | 'distance'): number =>
  groups.reduce((total, group) => total + group[field], 0);
