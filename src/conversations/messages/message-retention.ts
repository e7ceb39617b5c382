import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { RetainedData } from '../../workspace';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { MessageMarksRepository } from '../repositories/message-marks.repository';
import { MessagesRepository } from '../repositories/messages.repository';

/** Old messages, and what a conversation at rest still says of them. */
@Injectable()
export class MessageRetention extends RetainedData implements OnModuleInit {
  readonly name = 'messages';

  constructor(
    private readonly contributions: Contributions,
    private readonly messages: MessagesRepository,
    private readonly marks: MessageMarksRepository,
    private readonly conversations: ConversationsRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(RetainedData, this);
  }

  override async prune(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    const [messages, marks, conversations] = await Promise.all([
      this.messages.removeOlder(workspaceId, before, limit),
      this.marks.removeOlder(workspaceId, before, limit),
      this.conversations.forgetContent(workspaceId, before, limit),
    ]);
    return Math.max(messages, marks, conversations);
  }
}
