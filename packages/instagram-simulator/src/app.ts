import type { Callback } from './webhooks/delivery';

/** Subscription fields of topic `instagram` (Meta: instagram-platform/webhooks). */
export const KNOWN_FIELDS = [
  'messages',
  'messaging_postbacks',
  'messaging_seen',
  'message_reactions',
  'messaging_referral',
  'message_edit',
  'message_echoes',
  'messaging_optins',
  'messaging_handover',
  'standby',
  'comments',
  'live_comments',
  'mentions',
] as const;

export const PERMISSIONS = {
  basic: 'instagram_business_basic',
  messages: 'instagram_business_manage_messages',
  comments: 'instagram_business_manage_comments',
} as const;

export const ALL_PERMISSIONS: readonly string[] = Object.values(PERMISSIONS);

/** The one Meta app that this simulator knows. */
export interface App {
  readonly id: string;
  readonly secret: string;
  readonly verifyToken: string;
  callback: Callback | null;
  /** Fields the app subscribes to; a subscribed account sends all of these. */
  fields: readonly string[];
}
