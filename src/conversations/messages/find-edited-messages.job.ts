import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { amendedMessage } from '../domain/amended-message';
import { isLastLook, nextLookAt } from '../domain/edited-words';
import { termsOfEdits } from '../domain/message-terms';
import { MessageMarksRepository } from '../repositories/message-marks.repository';
import { MessagesRepository } from '../repositories/messages.repository';
import type { MessageMarkRow } from '../schemas/message-mark.schema';

const AT_ONCE = 100;

/** Messages that came after their edits are found by their new words. Rarely anything: webhooks may overtake one another. */
@Injectable()
export class FindEditedMessages extends ScheduledJob implements OnModuleInit {
  readonly name = 'find-edited-messages';
  readonly scope = 'cluster' as const;
  readonly everyMs = 15_000;

  constructor(
    private readonly contributions: Contributions,
    private readonly marks: MessageMarksRepository,
    private readonly messages: MessagesRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    await eachOf(await this.marks.wordsDue(this.clock.now(), AT_ONCE), (mark) => this.look(mark));
  }

  private async look(mark: MessageMarkRow): Promise<void> {
    const { edits, unsentAt, wordsLooks = 0 } = mark;
    const isOver =
      (unsentAt ?? null) !== null ||
      (await this.messages.replaceTerms(amendedMessage(mark), termsOfEdits(edits))) ||
      isLastLook(wordsLooks);
    await this.marks.looked(mark, isOver ? null : nextLookAt(this.clock.now(), wordsLooks + 1));
  }
}
