import { Injectable } from '@nestjs/common';
import type { LaneView } from '../../conversations';
import { EscalationsFacade } from '../../escalations';
import { againLine } from '../../knowledge';

/** What a customer is told by whatever hands a conversation over: every model's call for a person goes through here. */
@Injectable()
export class HandoverWords {
  constructor(private readonly escalations: EscalationsFacade) {}

  /**
   * In the words of the workspace, if it has some; `text` is Parley's own. Where nothing is to be said, nothing is.
   * @param language BCP 47, of the customer
   */
  async of(
    { workspaceId, conversationId }: Pick<LaneView, 'workspaceId' | 'conversationId'>,
    { text, language }: { text: string; language: string },
  ): Promise<string> {
    if (text === '') return '';
    const own = await this.escalations.holdingText(workspaceId, conversationId, language);
    return own.text ?? (own.again ? againLine(language) : text);
  }
}
