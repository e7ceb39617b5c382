import { Injectable } from '@nestjs/common';
import { type LaneView, WritingFacade } from '../../conversations';
import { type ContactView, CrmFacade } from '../../crm';
import { EscalationsFacade } from '../../escalations';
import type { FollowupConditions, FollowupPolicy } from '../domain/followups/followup-policy';
import type { Judgement } from '../domain/followups/judgement';
import { FollowupTexts, type Said } from './followup-texts';

/** What the conversation itself does not tell of a follow-up: whether the person's record allows it, and what it says. */
@Injectable()
export class FollowupJudge {
  constructor(
    private readonly crm: CrmFacade,
    private readonly escalations: EscalationsFacade,
    private readonly texts: FollowupTexts,
    private readonly writing: WritingFacade,
  ) {}

  /** Reads only. `composes` false: no model is asked, and a text that one would compose is empty. @throws AiError */
  async judge(
    lane: LaneView,
    policy: FollowupPolicy,
    { followupId, composes }: { followupId: string; composes: boolean },
  ): Promise<Judgement> {
    const { workspaceId, conversationId, accountId, participantId } = lane;
    // What would wait unsent could go out at a time, and to a person, that nobody has judged it for.
    if (!(await this.writing.canSend(workspaceId, accountId))) return { verdict: 'wait' };
    const person = { workspaceId, conversationId, accountId, participantId };
    const { openGoal } = policy.conditions;
    const [contact, isEscalated, isReached] = await Promise.all([
      this.crm.contactView(person),
      this.escalations.isOpenIn(workspaceId, conversationId),
      openGoal === null ? false : this.crm.hasCompleted(person, openGoal),
    ]);
    if (isEscalated) return { verdict: 'cancel', reason: 'escalation_open' };
    if (isReached) return { verdict: 'cancel', reason: 'goal_reached' };
    const unmet = unmetBy(contact, policy.conditions);
    if (unmet !== null) return { verdict: 'cancel', reason: unmet };
    return this.say(policy, { lane, followupId, contact }, composes);
  }

  private async say(
    { action }: FollowupPolicy,
    say: { lane: LaneView; followupId: string; contact: ContactView | null },
    composes: boolean,
  ): Promise<Judgement> {
    switch (action.kind) {
      case 'flow':
        return { verdict: 'start' };
      case 'text':
        return sent(await this.texts.written(action.texts, say));
      case 'ai':
        return composes ? sent(await this.texts.composed(action, say)) : { verdict: 'send', text: '' };
    }
  }
}

const sent = (said: Said): Judgement =>
  'text' in said ? { verdict: 'send', text: said.text } : { verdict: 'cancel', reason: 'no_text', error: said.refused };

/** Whoever is in no CRM has no stage and no tags. */
function unmetBy(contact: ContactView | null, { stages, allTags, noTags }: FollowupConditions): 'stage' | 'tag' | null {
  const tags = contact?.tags ?? [];
  if (stages.length > 0 && (contact === null || !stages.includes(contact.stage))) return 'stage';
  const isTagged = allTags.every((tag) => tags.includes(tag)) && !noTags.some((tag) => tags.includes(tag));
  return isTagged ? null : 'tag';
}
