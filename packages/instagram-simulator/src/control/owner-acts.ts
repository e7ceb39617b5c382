import type { SimulatorCore } from '../core';
import { publicReply } from '../world/comments';
import type { Account, Customer, MessageContent } from '../world/model';
import { commentEvent, messageEvent, threadControlEvent, unsendEvent } from '../webhooks/payloads';
import type { Scene } from '../webhooks/payloads';
import { ImpossibleAct } from './acts';
import type { ActResult, OwnerAct } from './acts';

/** Plays the owner, who uses the Instagram app beside our product. */
export class OwnerActor {
  constructor(
    private readonly core: SimulatorCore,
    private readonly account: Account,
  ) {}

  perform(act: OwnerAct): ActResult {
    switch (act.act) {
      case 'text':
        return this.write(act.customer, { text: act.text });
      case 'attachment':
        return this.write(act.customer, {
          attachments: [{ type: act.type, payload: { url: act.url ?? 'https://example.com/photo.jpg' } }],
        });
      case 'unsend':
        return this.unsend(act.mid);
      case 'comment-reply':
        return this.replyToComment(act.commentId, act.text);
      case 'pass-thread':
        return this.passThread(act);
    }
  }

  /** The app knows no 24 h window. */
  private write(customerId: string, content: MessageContent): ActResult {
    const customer = this.customer(customerId);
    const { message } = this.core.world.addMessage({ customer, origin: 'app', content });
    void this.core.dispatcher.enqueue(messageEvent(this.scene(customer), message));
    this.show(customer);
    return { mid: message.mid, at: message.createdAt };
  }

  private unsend(mid: string): ActResult {
    const message = this.core.world.messages.get(mid);
    if (!message || message.accountId !== this.account.id || message.origin === 'customer' || message.deleted) {
      throw new ImpossibleAct('no such message of this account');
    }
    const customer = this.customer(message.customerId);
    const at = this.core.world.stamp(this.core.world.openThread(customer));
    message.deleted = true;
    void this.core.dispatcher.enqueue(unsendEvent(this.scene(customer), message, at));
    this.show(customer);
    return { mid, at };
  }

  private replyToComment(commentId: string, text: string): ActResult {
    const parent = this.core.world.comments.get(commentId);
    if (!parent || parent.accountId !== this.account.id) throw new ImpossibleAct('no such comment');
    const reply = publicReply(this.core.world, parent, text, this.account.username);
    void this.core.dispatcher.enqueue(commentEvent(this.account, reply));
    this.core.live.publish({ type: 'thread', account: this.account.id, customer: parent.fromId });
    return { commentId: reply.id, at: reply.createdAt };
  }

  private passThread(act: Extract<OwnerAct, { act: 'pass-thread' }>): ActResult {
    const customer = this.customer(act.customer);
    const thread = this.core.world.openThread(customer);
    const previousAppId = thread.ownerAppId ?? this.core.app.id;
    const at = this.core.world.stamp(thread);
    thread.ownerAppId = act.toAppId;
    const change = { previousAppId, newAppId: act.toAppId, metadata: act.metadata };
    void this.core.dispatcher.enqueue(threadControlEvent(this.scene(customer), change, at));
    this.show(customer);
    return { at };
  }

  private customer(id: string): Customer {
    const customer = this.core.world.findCustomer(this.account.id, id);
    if (!customer) throw new ImpossibleAct(`no customer ${id} of this account`);
    return customer;
  }

  private scene(customer: Customer): Scene {
    return { account: this.account, thread: this.core.world.openThread(customer), appId: this.core.app.id };
  }

  private show(customer: Customer): void {
    this.core.world.touch();
    this.core.live.publish({ type: 'thread', account: this.account.id, customer: customer.id });
  }
}
