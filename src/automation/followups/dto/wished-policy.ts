import type { FollowupAction, FollowupConditions, FollowupMoment } from '../../domain/followups/followup-policy';
import type { NewPolicy, PolicyChange } from '../followup-policies.service';
import type {
  ChangeFollowupPolicyRequest,
  CreateFollowupPolicyRequest,
  FollowupActionRequest,
  FollowupConditionsRequest,
  FollowupMomentRequest,
} from './followup-policy.request';

const MAX_PER_WEEK = 2;

export function newPolicyOf(request: CreateFollowupPolicyRequest): NewPolicy {
  const { name, moment, action, isActive = true, instanceId = null, conditions = {}, quietHours = null } = request;
  return {
    name,
    isActive,
    instanceId,
    moment: momentOf(moment),
    conditions: conditionsOf(conditions),
    action: actionOf(action),
    maxPerWeek: request.maxPerWeek ?? MAX_PER_WEEK,
    quietHours: quietHours === null ? null : { from: quietHours.from, to: quietHours.to },
  };
}

/** A part that is given takes the place of the earlier one as a whole. */
export function policyChangeOf({ moment, action, conditions, ...rest }: ChangeFollowupPolicyRequest): PolicyChange {
  return {
    ...rest,
    ...(moment === undefined ? {} : { moment: momentOf(moment) }),
    ...(action === undefined ? {} : { action: actionOf(action) }),
    ...(conditions === undefined ? {} : { conditions: conditionsOf(conditions) }),
  };
}

/** Validated, so that the number which its kind needs is there. */
function momentOf({ kind, hours = 0, minutes = 0 }: FollowupMomentRequest): FollowupMoment {
  switch (kind) {
    case 'before_window_closes':
      return { kind, hours };
    case 'after_hours':
      return { kind };
    default:
      return { kind, minutes };
  }
}

function actionOf({ kind, texts = [], instruction = '', instanceId = '' }: FollowupActionRequest): FollowupAction {
  const plain = texts.map(({ language, text }) => ({ language, text }));
  switch (kind) {
    case 'text':
      return { kind, texts: plain };
    case 'ai':
      return { kind, instruction, texts: plain };
    case 'flow':
      return { kind, instanceId };
  }
}

function conditionsOf({
  stages = [],
  allTags = [],
  noTags = [],
  openGoal = null,
}: FollowupConditionsRequest): FollowupConditions {
  return { stages, allTags: allTags.map(tagOf), noTags: noTags.map(tagOf), openGoal };
}

/** As the contacts have them. */
const tagOf = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim().toLowerCase();
