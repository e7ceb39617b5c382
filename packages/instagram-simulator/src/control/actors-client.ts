import type { Customer } from '../world/model';
import type { ActResult, CustomerActInput, OwnerActInput } from './acts';
import type { ControlHttp } from './control-http';
import type { CustomerChange, NewToken } from './schemas';
import type { AccountView, ThreadView } from './views';

/** What a message act answers: its mid and platform time. */
export interface WrittenMessage {
  readonly mid: string;
  readonly at: number;
}

export interface WrittenComment {
  readonly commentId: string;
  readonly at: number;
}

/** One customer, acting in the Instagram app. */
export class CustomerControl {
  constructor(
    private readonly http: ControlHttp,
    readonly id: string,
  ) {}

  sendsText(text: string, replyToMid?: string): Promise<WrittenMessage> {
    return this.does({ act: 'text', text, ...(replyToMid !== undefined && { replyToMid }) });
  }

  /** `type` as Meta names it: image, video, audio, file, ig_reel, ig_post, share, ephemeral, … */
  sendsAttachment(type = 'image', url?: string): Promise<WrittenMessage> {
    return this.does({ act: 'attachment', type, ...(url !== undefined && { url }) });
  }

  sendsUnsupported(): Promise<WrittenMessage> {
    return this.does({ act: 'unsupported' });
  }

  /** By title; rejects when the newest message with quick replies does not offer it. */
  tapsQuickReply(title: string): Promise<WrittenMessage> {
    return this.does({ act: 'quick-reply', title });
  }

  /** Answers a quick reply that asks for contact data. */
  givesContact(type: 'user_email' | 'user_phone_number', value: string): Promise<WrittenMessage> {
    return this.does({ act: 'contact-reply', type, value });
  }

  /** A template button by title: a postback, or `openedUrl` for a web_url. */
  tapsButton(title: string): Promise<ActResult> {
    return this.does({ act: 'button', title });
  }

  /** An ice breaker or a menu item. */
  tapsPostback(title: string, payload: string, ref?: string): Promise<WrittenMessage> {
    return this.does({ act: 'postback', title, payload, ...(ref !== undefined && { ref }) });
  }

  comments(
    text: string,
    on: { mediaId?: string; parentId?: string; adId?: string; live?: boolean } = {},
  ): Promise<WrittenComment> {
    return this.does({ act: 'comment', text, ...on });
  }

  /** In a comment on a post of somebody else, or in the caption of one's own. */
  mentions(on: { inCaption?: boolean; mediaId?: string } = {}): Promise<ActResult> {
    return this.does({ act: 'mention', ...on });
  }

  deletesComment(commentId: string): Promise<WrittenComment> {
    return this.does({ act: 'delete-comment', commentId });
  }

  repliesToStory(text: string, storyId?: string): Promise<WrittenMessage> {
    return this.does({ act: 'story-reply', text, ...(storyId !== undefined && { storyId }) });
  }

  mentionsInStory(): Promise<WrittenMessage> {
    return this.does({ act: 'story-mention' });
  }

  writesFromAd(text: string, adId?: string): Promise<WrittenMessage> {
    return this.does({ act: 'ad-message', text, ...(adId !== undefined && { adId }) });
  }

  /** Opens an ig.me link into the existing conversation. */
  opensLink(ref: string): Promise<ActResult> {
    return this.does({ act: 'referral', ref });
  }

  optsIn(payload: string, title?: string): Promise<ActResult> {
    return this.does({ act: 'optin', payload, ...(title !== undefined && { title }) });
  }

  /** To the account's newest message, unless `mid` names one. */
  reacts(reaction = 'love', emoji = '❤️', mid?: string): Promise<WrittenMessage> {
    return this.does({ act: 'react', reaction, emoji, ...(mid !== undefined && { mid }) });
  }

  unreacts(mid?: string): Promise<WrittenMessage> {
    return this.does({ act: 'unreact', ...(mid !== undefined && { mid }) });
  }

  sees(mid?: string): Promise<WrittenMessage> {
    return this.does({ act: 'seen', ...(mid !== undefined && { mid }) });
  }

  unsends(mid?: string): Promise<WrittenMessage> {
    return this.does({ act: 'unsend', ...(mid !== undefined && { mid }) });
  }

  edits(text: string, mid?: string): Promise<WrittenMessage> {
    return this.does({ act: 'edit', text, ...(mid !== undefined && { mid }) });
  }

  /** Any act, also one without a method of its own. */
  does<T extends ActResult>(act: CustomerActInput): Promise<T> {
    return this.http.post(`/customers/${this.id}/acts`, act);
  }

  change(change: CustomerChange): Promise<Customer> {
    return this.http.patch(`/customers/${this.id}`, change);
  }

  thread(): Promise<ThreadView> {
    return this.http.get(`/customers/${this.id}/thread`);
  }
}

/** One account: its owner in the Instagram app, its tokens, its subscription. */
export class AccountControl {
  constructor(
    private readonly http: ControlHttp,
    readonly id: string,
  ) {}

  typesInApp(customer: string, text: string): Promise<WrittenMessage> {
    return this.does({ act: 'text', customer, text });
  }

  unsendsInApp(mid: string): Promise<WrittenMessage> {
    return this.does({ act: 'unsend', mid });
  }

  repliesToComment(commentId: string, text: string): Promise<WrittenComment> {
    return this.does({ act: 'comment-reply', commentId, text });
  }

  /** Another app takes the conversation: our app hears it on standby from now on. */
  passesThread(customer: string, toAppId: string, metadata = ''): Promise<ActResult> {
    return this.does({ act: 'pass-thread', customer, toAppId, metadata });
  }

  does<T extends ActResult>(act: OwnerActInput): Promise<T> {
    return this.http.post(`/accounts/${this.id}/acts`, act);
  }

  issueToken(token: NewToken = {}): Promise<{ accessToken: string; expiresAt: number }> {
    return this.http.post(`/accounts/${this.id}/tokens`, token);
  }

  /** Every token of the account answers 190 with this subcode from now on. */
  revokeTokens(subcode = 460): Promise<{ revoked: number }> {
    return this.http.post(`/accounts/${this.id}/revoke-tokens`, { subcode });
  }

  subscribe(): Promise<AccountView> {
    return this.http.post(`/accounts/${this.id}/subscription`, { subscribed: true });
  }

  /** As when Meta silently drops a subscription. */
  unsubscribe(): Promise<AccountView> {
    return this.http.post(`/accounts/${this.id}/subscription`, { subscribed: false });
  }
}
