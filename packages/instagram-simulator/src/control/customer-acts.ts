import type { SimulatorCore } from '../core';
import type { Account, Button, Comment, Customer, Message, MessageContent, QuickReply, Thread } from '../world/model';
import {
  commentEvent,
  editEvent,
  mentionEvent,
  messageEvent,
  optinEvent,
  reactionEvent,
  referralEvent,
  seenEvent,
  unsendEvent,
} from '../webhooks/payloads';
import type { Scene } from '../webhooks/payloads';
import type { WebhookEvent } from '../webhooks/webhook-event';
import { ImpossibleAct } from './acts';
import type { Act, ActResult, CustomerAct } from './acts';
import { contentOf } from './customer-content';

const TOUCHING_ACTS = ['react', 'unreact', 'seen', 'unsend', 'edit', 'referral', 'optin', 'typing'] as const;

type TouchingAct = Act<(typeof TOUCHING_ACTS)[number]>;
type MessageTouch = Act<'react' | 'unreact' | 'seen' | 'unsend' | 'edit'>;

/** Acts on what is there already, rather than writing something new. */
const isTouching = (act: CustomerAct): act is TouchingAct => TOUCHING_ACTS.some((name) => name === act.act);

/** Plays one customer of one account: changes the world and sends the webhooks that Meta would. */
export class CustomerActor {
  constructor(
    private readonly core: SimulatorCore,
    private readonly account: Account,
    private readonly customer: Customer,
  ) {}

  perform(act: CustomerAct): ActResult {
    if (isTouching(act)) return this.touch(act);
    if (act.act === 'comment') return this.comment(act);
    if (act.act === 'delete-comment') return this.deleteComment(act);
    if (act.act === 'mention') return this.mention(act);
    if (act.act === 'button') return this.tapButton(act);
    return this.write(contentOf(act, { newId: () => this.core.world.ids.media(), offered: this.offeredReplies() }));
  }

  private offeredReplies(): readonly QuickReply[] {
    return this.newest((message) => message.content.quickReplies !== undefined)?.content.quickReplies ?? [];
  }

  private tapButton(act: Act<'button'>): ActResult {
    const fits = (button: Button): boolean =>
      (act.title === undefined || button.title === act.title) &&
      (act.payload === undefined || button.payload === act.payload);
    const message = this.newest(
      (candidate) => (act.mid === undefined || candidate.mid === act.mid) && buttonsOf(candidate).some(fits),
    );
    const button = message && buttonsOf(message).find(fits);
    if (!button) throw new ImpossibleAct(`no such button: ${act.title ?? act.payload ?? ''}`);
    if (button.type === 'web_url') return { at: this.core.clock.now(), openedUrl: button.url ?? '' };
    return this.write({ postback: { title: button.title, payload: button.payload ?? '' } });
  }

  private write(content: MessageContent): ActResult {
    const { message } = this.core.world.addMessage({ customer: this.customer, origin: 'customer', content });
    this.send(messageEvent(this.scene(), message));
    return { mid: message.mid, at: message.createdAt };
  }

  private touch(act: TouchingAct): ActResult {
    if (act.act === 'typing') {
      // Instagram sends no webhook for it; only the page shows it.
      const { account, customer } = this;
      this.core.live.publish({
        type: 'typing',
        account: account.id,
        customer: customer.id,
        by: 'customer',
        on: act.on,
      });
      return { at: this.core.clock.now() };
    }
    const thread = this.core.world.threads.get(this.customer.id);
    if (!thread) throw new ImpossibleAct('there is no conversation yet');
    const at = this.core.world.stamp(thread);
    if (act.act === 'referral') {
      thread.lastQualifyingActAt = at;
      this.send(referralEvent(this.scene(), act.ref, at));
      return { at };
    }
    if (act.act === 'optin') {
      this.send(optinEvent(this.scene(), act, at));
      return { at };
    }
    return this.touchMessage(act, thread, at);
  }

  private touchMessage(act: MessageTouch, thread: Thread, at: number): ActResult {
    const message = this.target(act);
    switch (act.act) {
      case 'react':
      case 'unreact':
        if (act.act === 'react') thread.lastQualifyingActAt = at;
        this.send(reactionEvent(this.scene(), message.mid, react(message, act), at));
        break;
      case 'seen':
        thread.seenMid = message.mid;
        this.send(seenEvent(this.scene(), message.mid, at));
        break;
      case 'unsend':
        message.deleted = true;
        this.send(unsendEvent(this.scene(), message, at));
        break;
      case 'edit':
        message.content = { ...message.content, text: act.text };
        message.numEdit += 1;
        this.send(editEvent(this.scene(), message, at));
        break;
    }
    return { mid: message.mid, at };
  }

  /** The named message, else the newest that this act can mean: the account's to react to or see, one's own to change. */
  private target(act: MessageTouch): Message {
    const own = act.act === 'unsend' || act.act === 'edit';
    const found = this.newest((message) =>
      act.mid === undefined ? (message.origin === 'customer') === own : message.mid === act.mid,
    );
    if (!found) throw new ImpossibleAct(`there is no message to ${act.act}`);
    if (own && found.origin !== 'customer') throw new ImpossibleAct(`only one's own message can be changed`);
    return found;
  }

  private comment(act: Act<'comment'>): ActResult {
    const { world } = this.core;
    const comment: Comment = {
      id: world.ids.comment(),
      accountId: this.account.id,
      fromId: this.customer.id,
      fromUsername: this.customer.username,
      text: act.text,
      mediaId: act.mediaId ?? world.ids.media(),
      mediaProductType: act.adId === undefined ? act.mediaProductType : 'AD',
      live: act.live,
      ...(act.parentId !== undefined && { parentId: act.parentId }),
      ...(act.adId !== undefined && { adId: act.adId }),
      createdAt: world.now(),
      deleted: false,
      hidden: false,
      privateReplyMid: null,
    };
    world.put('comments', comment);
    this.send(commentEvent(this.account, comment));
    return { commentId: comment.id, at: comment.createdAt };
  }

  /** Only ids: what was said is read from Graph, under Facebook Login. */
  private mention({ inCaption, mediaId }: Act<'mention'>): ActResult {
    const { ids } = this.core.world;
    const commentId = inCaption ? undefined : ids.comment();
    this.send(mentionEvent(this.account, mediaId ?? ids.media(), commentId));
    return { ...(commentId !== undefined && { commentId }), at: this.core.clock.now() };
  }

  /** Meta sends no webhook for a deleted comment. */
  private deleteComment(act: Act<'delete-comment'>): ActResult {
    const comment = this.core.world.comments.get(act.commentId);
    if (comment?.fromId !== this.customer.id) throw new ImpossibleAct('no such comment of this customer');
    comment.deleted = true;
    this.core.world.touch();
    return { commentId: comment.id, at: this.core.clock.now() };
  }

  private newest(wanted: (message: Message) => boolean): Message | undefined {
    return this.core.world.messagesOf(this.customer.id).findLast((message) => !message.deleted && wanted(message));
  }

  private scene(): Scene {
    return { account: this.account, thread: this.core.world.openThread(this.customer), appId: this.core.app.id };
  }

  private send(event: WebhookEvent): void {
    void this.core.dispatcher.enqueue(event);
    this.core.world.touch();
    this.core.live.publish({ type: 'thread', account: this.account.id, customer: this.customer.id });
  }
}

function buttonsOf({ content: { template } }: Message): readonly Button[] {
  if (!template) return [];
  return template.template_type === 'button' ? template.buttons : template.elements.flatMap((e) => e.buttons ?? []);
}

function react(message: Message, act: Act<'react' | 'unreact'>): Parameters<typeof reactionEvent>[2] {
  message.reactions = message.reactions.filter(({ by }) => by !== 'customer');
  if (act.act === 'unreact') return { action: 'unreact' };
  const { reaction, emoji } = act;
  message.reactions.push({ by: 'customer', reaction, emoji });
  return { action: 'react', reaction, emoji };
}
