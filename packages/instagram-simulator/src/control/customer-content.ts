import type { Attachment, MessageContent, QuickReply } from '../world/model';
import { ImpossibleAct } from './acts';
import type { Act } from './acts';

/** The acts that are messages. */
export type WritingAct = Act<
  | 'text'
  | 'attachment'
  | 'unsupported'
  | 'quick-reply'
  | 'contact-reply'
  | 'postback'
  | 'story-reply'
  | 'story-mention'
  | 'ad-message'
>;

export interface WritingScene {
  /** Makes an id for media that the act does not name. */
  readonly newId: () => string;
  /** The quick replies that the person sees. */
  readonly offered: readonly QuickReply[];
}

/** What the message of this act holds; throws ImpossibleAct for a quick reply that is not offered. */
export function contentOf(act: WritingAct, scene: WritingScene): MessageContent {
  switch (act.act) {
    case 'text':
      return textContent(act);
    case 'attachment':
      return { attachments: [attachmentOf(act, scene)] };
    case 'unsupported':
      return { unsupported: true };
    case 'quick-reply':
      return quickReply(act, scene);
    case 'contact-reply':
      return contactReply(act, scene);
    case 'postback':
      return postback(act);
    case 'ad-message':
      return { text: act.text, referral: adReferral(act, scene) };
    case 'story-reply':
    case 'story-mention':
      return storyContent(act, scene);
  }
}

const textContent = ({ text, replyToMid }: Act<'text'>): MessageContent => ({
  text,
  ...(replyToMid !== undefined && { replyToMid }),
});

function storyContent(act: Act<'story-reply' | 'story-mention'>, { newId }: WritingScene): MessageContent {
  if (act.act === 'story-mention') {
    return { attachments: [{ type: 'story_mention', payload: { url: assetUrl(newId()) } }] };
  }
  const id = act.storyId ?? newId();
  return { text: act.text, replyToStory: { id, url: assetUrl(id) } };
}

function attachmentOf(act: Act<'attachment'>, { newId }: WritingScene): Attachment {
  if (act.type === 'ephemeral') return { type: act.type };
  return { type: act.type, payload: { ...act.payload, url: act.url ?? assetUrl(newId()) } };
}

const postback = ({ title, payload, ref }: Act<'postback'>): MessageContent => ({
  postback: { title, payload },
  ...(ref !== undefined && { referral: { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' } }),
});

const adReferral = ({ ref, adId }: Act<'ad-message'>, { newId }: WritingScene): Record<string, unknown> => ({
  ref,
  ad_id: adId ?? newId(),
  source: 'ADS',
  type: 'OPEN_THREAD',
  ads_context_data: { ad_title: 'Spring sale', photo_url: assetUrl('ad') },
});

function quickReply({ title, payload }: Act<'quick-reply'>, { offered }: WritingScene): MessageContent {
  const tapped = offered.find(
    (reply) => (title === undefined || reply.title === title) && (payload === undefined || reply.payload === payload),
  );
  if (!tapped) throw new ImpossibleAct(`no such quick reply; offered: ${offered.map((r) => r.title).join(', ')}`);
  return { text: tapped.title ?? tapped.payload ?? '', quickReplyPayload: tapped.payload ?? tapped.title ?? '' };
}

/** The value stands in both places. */
function contactReply({ type, value }: Act<'contact-reply'>, { offered }: WritingScene): MessageContent {
  if (!offered.some(({ content_type }) => content_type === type)) throw new ImpossibleAct(`nothing asks for ${type}`);
  return { text: value, quickReplyPayload: value };
}

const assetUrl = (asset: string): string =>
  `https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=${asset}&signature=x`;
