import type { ContactStage, Goal } from '../../../crm';
import type { FollowupKind } from './policy-kind';

/** When it is time; `hours` before the end of the window, `minutes` after what is followed up. */
export type FollowupMoment =
  | { kind: 'before_window_closes'; hours: number }
  | { kind: 'after_silence' | 'unanswered_question'; minutes: number }
  | { kind: 'after_hours' };

/** All must hold. Besides, nobody is followed up who opted out, whom a person holds, or who waits in an escalation. */
export interface FollowupConditions {
  /** One of them; empty: any. */
  stages: readonly ContactStage[];
  /** All of them. */
  allTags: readonly string[];
  /** None of them. */
  noTags: readonly string[];
  /** Not completed in this conversation. */
  openGoal: Goal | null;
}

/** Texts of one language say the same in other words; which one is said is drawn from the follow-up’s id. */
export interface FollowupText {
  /** BCP 47. */
  language: string;
  /** May show values of `contact` and `context`. */
  text: string;
}

export type FollowupAction =
  | { kind: 'text'; texts: readonly FollowupText[] }
  /** Composed and judged as an answer is; where that comes to nothing, one of `texts`, if there are any. */
  | { kind: 'ai'; instruction: string; texts: readonly FollowupText[] }
  | { kind: 'flow'; instanceId: string };

/** From `from` until before `to`, as clocks of the workspace show it; may span midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

/** What a turn needs to know of a policy. */
export interface FollowupPolicy {
  id: string;
  name: string;
  /** Only where the session that is open, or ended last, is of this automation; null: everywhere. */
  instanceId: string | null;
  moment: FollowupMoment;
  conditions: FollowupConditions;
  action: FollowupAction;
  /** Follow-ups of all policies that one conversation gets within seven days; beyond it this one stays silent. */
  maxPerWeek: number;
  quietHours: QuietHours | null;
}

/** Follows up what we said, rather than what the person said. */
export const followsOurs = (kind: FollowupKind): boolean => kind === 'after_silence' || kind === 'unanswered_question';
