import type { Account, Comment, Message, MessageContent, StoryReference, Template, Thread } from '../world/model';
import type { WebhookKind } from '../faults/fault';
import type { WebhookEvent } from './webhook-event';

/** What every messaging update needs to know. */
export interface Scene {
  readonly account: Account;
  readonly thread: Thread;
  /** The app's id; when another app owns the thread, ours hears it on standby. */
  readonly appId: string;
}

const FIELDS: Readonly<Record<WebhookKind, string>> = {
  message: 'messages',
  echo: 'message_echoes',
  postback: 'messaging_postbacks',
  seen: 'messaging_seen',
  reaction: 'message_reactions',
  edit: 'message_edit',
  unsend: 'messages',
  referral: 'messaging_referral',
  comment: 'comments',
  'live-comment': 'live_comments',
  mention: 'mentions',
  optin: 'messaging_optins',
  'thread-control': 'messaging_handover',
};

/** The subscription field; under Facebook Login echoes come with `messages`. */
const fieldOf = (kind: WebhookKind, account: Account): string =>
  kind === 'echo' && account.loginKind === 'facebook' ? 'messages' : FIELDS[kind];

interface Draft {
  readonly kind: WebhookKind;
  readonly at: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly mid?: string;
  readonly text?: string | undefined;
  /** From the account to the customer (echoes). */
  readonly fromAccount?: boolean;
}

function messaging({ account, thread, appId }: Scene, draft: Draft): WebhookEvent {
  const customer = { id: thread.customerId };
  const business = { id: account.id };
  const standby = thread.ownerAppId !== null && thread.ownerAppId !== appId && draft.kind !== 'thread-control';
  return {
    kind: draft.kind,
    field: standby ? 'standby' : fieldOf(draft.kind, account),
    account: account.id,
    customer: thread.customerId,
    ...(draft.mid !== undefined && { mid: draft.mid }),
    ...(draft.text !== undefined && { text: draft.text }),
    item: {
      place: standby ? 'standby' : 'messaging',
      value: {
        sender: draft.fromAccount ? business : customer,
        recipient: draft.fromAccount ? customer : business,
        timestamp: draft.at,
        ...draft.body,
      },
    },
  };
}

/** A message of the customer, or the echo of one of the account. */
export function messageEvent(scene: Scene, message: Message): WebhookEvent {
  const { mid, content, createdAt } = message;
  if (content.postback) return postbackEvent(scene, message);
  const echo = message.origin !== 'customer';
  return messaging(scene, {
    kind: echo ? 'echo' : 'message',
    at: createdAt,
    mid,
    text: content.text,
    fromAccount: echo,
    body: { message: { mid, ...messageBody(content), ...(echo && { is_echo: true }) } },
  });
}

function postbackEvent(scene: Scene, { mid, content, createdAt }: Message): WebhookEvent {
  return messaging(scene, {
    kind: 'postback',
    at: createdAt,
    mid,
    ...(content.postback && { text: content.postback.title }),
    body: { postback: { mid, ...content.postback, ...(content.referral && { referral: content.referral }) } },
  });
}

function messageBody(content: MessageContent): Record<string, unknown> {
  return {
    ...(content.text !== undefined && { text: content.text }),
    ...(content.quickReplyPayload !== undefined && { quick_reply: { payload: content.quickReplyPayload } }),
    ...(content.attachments && { attachments: content.attachments }),
    ...(content.template && { attachments: [{ type: 'template', payload: templatePayload(content.template) }] }),
    ...(content.replyToMid !== undefined && { reply_to: { mid: content.replyToMid } }),
    ...(content.replyToStory && { reply_to: { story: storyBody(content.replyToStory) } }),
    ...(content.referral && { referral: content.referral }),
    ...(content.unsupported && { is_unsupported: true }),
  };
}

const storyBody = ({ url, id }: StoryReference): StoryReference => ({ url, id });

/** Echoes carry a template under its own name. */
function templatePayload(template: Template): Record<string, unknown> {
  const { template_type, ...rest } = template;
  return { [template_type]: rest };
}

export const seenEvent = (scene: Scene, mid: string, at: number): WebhookEvent =>
  messaging(scene, { kind: 'seen', at, mid, body: { read: { mid } } });

export const editEvent = (scene: Scene, message: Message, at: number): WebhookEvent =>
  messaging(scene, {
    kind: 'edit',
    at,
    mid: message.mid,
    text: message.content.text,
    body: { message_edit: { mid: message.mid, text: message.content.text, num_edit: message.numEdit } },
  });

export const unsendEvent = (scene: Scene, { mid, origin }: Message, at: number): WebhookEvent => {
  const echo = origin !== 'customer';
  return messaging(scene, {
    kind: 'unsend',
    at,
    mid,
    fromAccount: echo,
    body: { message: { mid, is_deleted: true, ...(echo && { is_echo: true }) } },
  });
};

export type ReactionAct =
  { readonly action: 'react'; readonly reaction: string; readonly emoji: string } | { readonly action: 'unreact' };

export const reactionEvent = (scene: Scene, mid: string, act: ReactionAct, at: number): WebhookEvent =>
  messaging(scene, { kind: 'reaction', at, mid, body: { reaction: { mid, ...act } } });

export const referralEvent = (scene: Scene, ref: string, at: number): WebhookEvent =>
  messaging(scene, {
    kind: 'referral',
    at,
    text: ref,
    body: { referral: { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' } },
  });

export const threadControlEvent = (
  scene: Scene,
  change: { readonly previousAppId: string; readonly newAppId: string; readonly metadata: string },
  at: number,
): WebhookEvent =>
  messaging(scene, {
    kind: 'thread-control',
    at,
    body: {
      pass_thread_control: {
        previous_owner_app_id: change.previousAppId,
        new_owner_app_id: change.newAppId,
        metadata: change.metadata,
      },
    },
  });

/** As the dashboard's sample has it; the token is as good as none. */
export const optinEvent = (
  scene: Scene,
  { payload, title }: { readonly payload: string; readonly title?: string | undefined },
  at: number,
): WebhookEvent =>
  messaging(scene, {
    kind: 'optin',
    at,
    text: payload,
    body: {
      optin: {
        type: 'notification_messages',
        payload,
        ...(title !== undefined && { title }),
        notification_messages_token: '123',
        notification_messages_frequency: 'daily',
        token_expiry_timestamp: at + 2_592_000_000,
        user_token_status: 'REFRESHED',
        notification_messages_timezone: 'UTC',
      },
    },
  });

export const mentionEvent = (account: Account, mediaId: string, commentId: string | undefined): WebhookEvent => ({
  kind: 'mention',
  field: FIELDS.mention,
  account: account.id,
  item: {
    place: 'change',
    field: FIELDS.mention,
    value: { media_id: mediaId, ...(commentId !== undefined && { comment_id: commentId }) },
  },
});

/** Ad comments carry their id as `comment_id`, others as `id`; both forms are seen. */
export function commentEvent(account: Account, comment: Comment): WebhookEvent {
  const kind = comment.live ? 'live-comment' : 'comment';
  return {
    kind,
    field: FIELDS[kind],
    account: account.id,
    customer: comment.fromId,
    text: comment.text,
    item: {
      place: 'change',
      field: FIELDS[kind],
      value: {
        [comment.adId === undefined ? 'id' : 'comment_id']: comment.id,
        ...(comment.parentId !== undefined && { parent_id: comment.parentId }),
        text: comment.text,
        from: { id: comment.fromId, username: comment.fromUsername },
        media: {
          id: comment.mediaId,
          ...(comment.adId !== undefined && { ad_id: comment.adId }),
          media_product_type: comment.mediaProductType,
        },
      },
    },
  };
}
