import { Injectable } from '@nestjs/common';
import { type ChannelEvent, InboxFacade } from '../../conversations';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import {
  type AccountId,
  Clock,
  conversationIdOf,
  type ConversationId,
  newId,
  type RequestContext,
} from '../../shared/kernel';
import { AccountLedger } from '../account-ledger.service';
import { isHeld } from '../domain/account-state';
import { accountNotFound, disconnectedAccount, notMock } from '../instagram.errors';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';

/** What a made-up person does. */
export interface MockMessage {
  participantId: string;
  username?: string;
  text: string;
  quickReplyPayload?: string;
  /** A button that was tapped; then the text is its title. */
  postbackPayload?: string;
}

/** An account for demonstrations: everything is as with a real one, but for Instagram. One in each workspace. */
@Injectable()
export class MockAccounts {
  constructor(
    private readonly accounts: InstagramAccountsRepository,
    private readonly inbox: InboxFacade,
    private readonly ledger: AccountLedger,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** The one that is there, where there is one. */
  async create(context: RequestContext, username: string): Promise<InstagramAccountRow> {
    const igUserId = `mock-${context.workspaceId}`;
    const known = await this.accounts.findOwn(context.workspaceId, igUserId);
    if (known !== null && isHeld(known.status)) return known;
    const accountId = known?._id ?? newId<AccountId>(this.clock.now());
    try {
      await this.connect(context, { accountId, igUserId, username }, known !== null);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return this.find(context, (await this.accounts.findOwn(context.workspaceId, igUserId))?._id ?? accountId);
    }
    await this.ledger.announce(accountId);
    return this.find(context, accountId);
  }

  /**
   * Takes the way of a message that Instagram delivers. `id`: the same for every retry of a request.
   * @throws DomainError ACCOUNT.NOT_FOUND, ACCOUNT.NOT_MOCK, ACCOUNT.DISCONNECTED, INBOX.UNAVAILABLE.
   */
  async receive(
    context: RequestContext,
    accountId: AccountId,
    id: string,
    message: MockMessage,
  ): Promise<{ conversationId: ConversationId; mid: string }> {
    const account = await this.find(context, accountId);
    if (account.kind !== 'mock') throw notMock();
    if (!isHeld(account.status)) throw disconnectedAccount();
    const { workspaceId, correlationId } = context;
    const mid = `mock-${id}`;
    const event = eventOf(message, mid, this.clock.now().getTime());
    const { participantId } = message;
    await this.changes.run(context, (record) =>
      record({ action: 'account.mock-message', workspaceId, target: accountId, details: { participantId } }),
    );
    await this.inbox.accept([{ kind: 'event', workspaceId, accountId, event }], correlationId);
    return { conversationId: conversationIdOf(accountId, participantId), mid };
  }

  private async find({ workspaceId }: RequestContext, accountId: AccountId): Promise<InstagramAccountRow> {
    const account = await this.accounts.find(workspaceId, accountId);
    if (account === null) throw accountNotFound();
    return account;
  }

  private async connect(
    context: RequestContext,
    { accountId, igUserId, username }: { accountId: AccountId; igUserId: string; username: string },
    isKnown: boolean,
  ): Promise<void> {
    const { workspaceId } = context;
    const at = this.clock.now();
    const fields = { igScopedId: igUserId, username, tokenExpiresAt: null };
    await this.changes.run(context, async (record) => {
      if (isKnown) await this.accounts.connectAgain(workspaceId, accountId, fields, at);
      else
        await this.accounts.insert({
          _id: accountId,
          workspaceId,
          kind: 'mock',
          loginKind: 'instagram',
          igUserId,
          ...fields,
          status: 'connected',
          statusAt: at,
          createdAt: at,
          updatedAt: at,
        });
      await record({ action: 'account.mock-created', workspaceId, target: accountId });
    });
  }
}

function eventOf(message: MockMessage, mid: string, at: number): ChannelEvent {
  const { participantId, username, text, quickReplyPayload, postbackPayload } = message;
  const who = { participantId, at, ...(username === undefined ? {} : { username }) };
  if (postbackPayload !== undefined)
    return {
      kind: 'postback',
      dedupeKey: `postback:${mid}`,
      ...who,
      mid,
      payload: postbackPayload,
      title: text,
    };
  return {
    kind: 'message',
    dedupeKey: `message:${mid}`,
    ...who,
    mid,
    attachments: [],
    text,
    ...(quickReplyPayload === undefined ? {} : { quickReplyPayload }),
  };
}
