import { Injectable } from '@nestjs/common';
import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { REPLY_TO_COMMENT } from '../../flows';
import { PublicReplies } from '../../instagram';
import { Contributions } from '../../shared/kernel';
import { TaskExecutor } from './task-executor';
import { textOf } from './task-input';

/** Answers a comment in public, once. */
@Injectable()
export class ReplyToCommentExecutor extends TaskExecutor {
  override readonly task = REPLY_TO_COMMENT;

  constructor(
    contributions: Contributions,
    private readonly replies: PublicReplies,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override async run(lane: LaneView, { id: taskId, input }: TaskDraft): Promise<TaskOutcome> {
    const { workspaceId, accountId, conversationId, participantId: commenterId } = lane;
    const outcome = await this.replies.reply({
      workspaceId,
      accountId,
      conversationId,
      commenterId,
      commentId: textOf(input, 'commentId'),
      text: textOf(input, 'text'),
      taskId,
    });
    return outcome.ok ? { ok: true, value: { commentId: outcome.replyId } } : { ok: false, error: outcome.error };
  }
}
