/** What can start a flow. `manual` is a person of the workspace, `api` a program of theirs. */
export const TRIGGER_TYPES = [
  'dm_message',
  'post_comment',
  'live_comment',
  'story_reply',
  'story_mention',
  'story_share',
  'reaction',
  'postback',
  'ice_breaker',
  'referral',
  'follow_up',
  'manual',
  'api',
] as const;
export type TriggerType = (typeof TRIGGER_TYPES)[number];
