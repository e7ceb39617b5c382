import { factsOf, type FollowupFacts, type FollowupNote, type FollowupState, NO_FOLLOWUPS } from './followup-state';

/** What the row of a follow-up is to say; `news` undefined: it waits. */
export interface FollowupRecord extends FollowupFacts {
  news?: Pick<FollowupNote, 'at' | 'end' | 'said' | 'repliedAt'>;
}

/** Records of follow-ups that are new or have changed. `before` undefined: of all that are known. */
export function changedFollowups(
  before: FollowupState | undefined,
  after: FollowupState = NO_FOLLOWUPS,
): FollowupRecord[] {
  const known = new Map(before === undefined ? [] : recordsOf(before).map((it) => [it.taskId, it.revision]));
  return recordsOf(after).filter(({ taskId, revision }) => revision > (known.get(taskId) ?? 0));
}

function recordsOf({ pending, notes }: FollowupState): FollowupRecord[] {
  return [
    ...pending.map(factsOf),
    ...notes.map((note) => {
      const { at, end, said, repliedAt } = note;
      const news = {
        at,
        end,
        ...(said === undefined ? {} : { said }),
        ...(repliedAt === undefined ? {} : { repliedAt }),
      };
      return { ...factsOf(note), news };
    }),
  ];
}
