import type { Attachment, EchoReceived, MessageReceived, Referral, UnsendReceived } from '../../conversations';
import { knownFields } from '../../shared/kernel';
import type { MessagePayload, ReferralPayload } from './messaging-payload';

/** Whose message it is, and when. */
export interface Said {
  participantId: string;
  at: number;
  /** From the account to the participant. */
  fromAccount: boolean;
}

export const ifTrue = (is: boolean | undefined): true | undefined => (is === true ? true : undefined);

/** A message of either side, or that it was taken back. Pure. */
export function decodeMessage(said: Said, message: MessagePayload): MessageReceived | EchoReceived | UnsendReceived {
  const { participantId, at } = said;
  const { mid } = message;
  if (message.is_deleted === true) {
    const fromAccount = ifTrue(said.fromAccount);
    return knownFields({ kind: 'unsend', participantId, at, dedupeKey: `unsend:${mid}`, mid, fromAccount });
  }
  return said.fromAccount ? echoOf(said, message) : receivedOf(said, message);
}

function echoOf({ participantId, at }: Said, message: MessagePayload): EchoReceived {
  const typedBy = message.is_self === true ? ('self' as const) : undefined;
  const dedupeKey = `echo:${message.mid}`;
  return knownFields({ kind: 'echo', participantId, at, dedupeKey, ...contentOf(message), typedBy });
}

function receivedOf({ participantId, at }: Said, message: MessagePayload): MessageReceived {
  return knownFields({
    kind: 'message',
    participantId,
    at,
    dedupeKey: `message:${message.mid}`,
    ...contentOf(message),
    quickReplyPayload: message.quick_reply?.payload,
    referral: referralOf(message.referral),
    isUnsupported: ifTrue(message.is_unsupported),
  });
}

const contentOf = (message: MessagePayload) => ({
  mid: message.mid,
  text: message.text ?? templateText(message),
  attachments: (message.attachments ?? []).map(attachmentOf),
  replyTo: replyTarget(message),
});

/** Undefined: it says nothing that anybody could use. */
export function referralOf(payload: ReferralPayload | undefined): Referral | undefined {
  if (payload === undefined) return undefined;
  const referral = knownFields({
    ref: payload.ref,
    source: payload.source,
    type: payload.type,
    adId: payload.ad_id,
    adTitle: payload.ads_context_data?.ad_title,
    productId: payload.product?.id,
  });
  return Object.keys(referral).length === 0 ? undefined : referral;
}

/** "Story mentions" forbids copies of stories; what is viewed once has no address at all. */
const STORY_TYPES: readonly string[] = ['story_mention', 'story', 'ig_story'];

function attachmentOf({ type, payload }: NonNullable<MessagePayload['attachments']>[number]): Attachment {
  return knownFields({
    type,
    url: payload?.url,
    title: payload?.title,
    mediaId: payload?.reel_video_id ?? payload?.ig_post_media_id ?? payload?.id,
    isStory: ifTrue(STORY_TYPES.includes(type)),
    isEphemeral: ifTrue(type === 'ephemeral'),
  });
}

function replyTarget({ reply_to: target }: MessagePayload): MessageReceived['replyTo'] {
  if (target?.story !== undefined) return { story: knownFields(target.story) };
  return target?.mid === undefined ? undefined : { mid: target.mid };
}

function templateText({ attachments = [] }: MessagePayload): string | undefined {
  const { button, generic, text } = attachments.find(({ type }) => type === 'template')?.payload ?? {};
  return button?.text ?? generic?.elements[0]?.title ?? text;
}
