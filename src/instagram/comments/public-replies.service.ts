import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import { GraphError, type GraphFailure, MetaComments } from '../../shared/providers/meta-graph';
import { AccountDirectory, type KnownAccount } from '../account-directory.service';
import { AccountHealth } from '../account-health.service';
import { problemOfPublicReply } from '../domain/public-reply';
import { CommentDmLogsRepository, type CommentKey } from '../repositories/comment-dm-logs.repository';
import type { PublicReply } from '../schemas/comment-dm-log.schema';

export interface PublicReplyOrder extends CommentKey {
  text: string;
  /** The same order again posts nothing more. */
  taskId: string;
}

export type PublicReplyOutcome = { ok: true; replyId: string } | { ok: false; error: string };

/** Answers comments in public for automations: at most once each, also when a process dies in between. */
@Injectable()
export class PublicReplies {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly meta: MetaComments,
    private readonly logs: CommentDmLogsRepository,
    private readonly health: AccountHealth,
    private readonly clock: Clock,
  ) {}

  /** @throws GraphError for what may pass when it is tried again under the same order */
  async reply({ text, taskId, ...key }: PublicReplyOrder): Promise<PublicReplyOutcome> {
    const problem = problemOfPublicReply(text);
    if (problem !== null) return { ok: false, error: problem };
    const account = await this.directory.get(key.workspaceId, key.accountId);
    if (account === null) return { ok: false, error: 'The account is not connected any more.' };
    if (account.isMock === true) return { ok: false, error: 'The account is made up: it has no comments.' };
    const reply: PublicReply = { taskId, text, status: 'posting', at: this.clock.now() };
    const begun = await this.logs.beginPublicReply(key, reply);
    if (begun === null) return this.post(account, key, reply);
    if (begun.taskId !== taskId) return { ok: false, error: 'The comment has its answer already.' };
    if (begun.status === 'posting') return this.postUnlessThere(account, key, begun);
    return begun.replyId === undefined
      ? { ok: false, error: begun.error ?? 'Instagram did not take the answer.' }
      : { ok: true, replyId: begun.replyId };
  }

  /** An earlier try may have come through. */
  private async postUnlessThere(
    account: KnownAccount,
    key: CommentKey,
    reply: PublicReply,
  ): Promise<PublicReplyOutcome> {
    const { items } = await this.meta.listReplies(account, key.commentId);
    const own = items.find(({ text, from }) => text === reply.text && isOwn(account, from));
    return own === undefined ? this.post(account, key, reply) : this.posted(key, reply, own.id);
  }

  private async post(account: KnownAccount, key: CommentKey, reply: PublicReply): Promise<PublicReplyOutcome> {
    const result = await this.meta.reply(account, key.commentId, reply.text);
    if (result.kind === 'posted') return this.posted(key, reply, result.id);
    if (result.kind === 'unknown')
      throw new GraphError({ class: 'transient', code: result.code, message: result.message, retryAfterMs: 0 });
    await this.health.noteFailure(account, result.failure);
    if (mayPass(result.failure)) throw new GraphError(result.failure);
    const error = `${result.failure.code}: ${result.failure.message}`;
    await this.logs.finishPublicReply(key, { ...reply, status: 'failed', error });
    return { ok: false, error };
  }

  private async posted(key: CommentKey, reply: PublicReply, replyId: string): Promise<PublicReplyOutcome> {
    await this.logs.finishPublicReply(key, { ...reply, status: 'posted', replyId, at: this.clock.now() });
    return { ok: true, replyId };
  }
}

const mayPass = ({ class: kind }: GraphFailure): boolean => kind === 'limited' || kind === 'transient';

const isOwn = ({ igUserId, igScopedId, username }: KnownAccount, from: { id?: string; username?: string }): boolean =>
  from.id === igUserId || from.id === igScopedId || from.username === username;
