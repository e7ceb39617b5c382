import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { ShownMessage } from '../domain/shown-message';

const ORIGINS = ['participant', 'bot', 'person', 'app'] as const;
const STATUSES = ['received', 'queued', 'sending', 'unknown', 'sent', 'seen', 'failed', 'parked', 'discarded'] as const;

export class MessageAttachmentResponse {
  /** image, video, audio, file, share, story_mention … */
  type: string;

  url?: string;
}

export class MessageErrorResponse {
  /** Ours, or the platform's code and subcode. */
  code: string;

  message: string;
}

export class MessageChoiceResponse {
  title: string;

  /** Where a button leads that opens a page. */
  url?: string;
}

export class MessageResponse {
  id: string;

  @ApiProperty({ enum: ['in', 'out'] })
  direction: 'in' | 'out';

  /** participant: the customer · bot: a flow · person: a member · app: somebody in Instagram's own app. */
  @ApiProperty({ enum: ORIGINS })
  origin: (typeof ORIGINS)[number];

  /** queued, sending and unknown are on their way; parked waits for a platform admin. */
  @ApiProperty({ enum: STATUSES })
  status: (typeof STATUSES)[number];

  text: string;

  /** Buttons or quick replies that came with the text. */
  @ApiProperty({ type: [MessageChoiceResponse] })
  choices: MessageChoiceResponse[];

  @ApiProperty({ type: [MessageAttachmentResponse] })
  attachments: MessageAttachmentResponse[];

  at: Date;

  /** The member who wrote it. */
  userId?: string;

  error?: MessageErrorResponse;
}

export class MessagePageResponse extends PageOf(MessageResponse) {}

export class AcceptedMessageResponse {
  /** Under which the message appears in the conversation. */
  messageId: string;
}

export function toMessagePageResponse(page: Page<ShownMessage>): MessagePageResponse {
  return { ...page, items: page.items.map(toMessageResponse) };
}

function toMessageResponse({ content, ...message }: ShownMessage): MessageResponse {
  const choices =
    content === undefined ? [] : content.kind === 'buttons' ? content.buttons : (content.quickReplies ?? []);
  return {
    ...message,
    choices: choices.map((choice) => ({ title: choice.title, ...('url' in choice ? { url: choice.url } : {}) })),
  };
}
