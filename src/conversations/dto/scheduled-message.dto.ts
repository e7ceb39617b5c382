import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsOptional, ValidateNested } from 'class-validator';
import type { ScheduledMessage, ScheduleWish } from '../desk/scheduled-messages.service';
import { visibleTextOf } from '../domain/content';
import { SendMessageRequest } from './send-message.request';
import { contentOf } from './sent-content';

export class ScheduleMessageRequest {
  /** Ahead, and while the window is open. */
  @Type(() => Date)
  @IsDate()
  sendAt: Date;

  /** As a message that is sent at once; no reaction, and no answer to a comment. */
  @ApiProperty({ type: SendMessageRequest })
  @ValidateNested()
  @Type(() => SendMessageRequest)
  message: SendMessageRequest;
}

export class RescheduleMessageRequest {
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  sendAt?: Date;

  @IsOptional()
  @ValidateNested()
  @Type(() => SendMessageRequest)
  message?: SendMessageRequest;
}

export class ScheduledMessageResponse {
  /** Another one after each change. */
  id: string;

  /** Under which it appears among the messages once it is due. */
  messageId: string;

  sendAt: Date;

  /** text, buttons, media … */
  kind: string;

  text: string;

  /** The member who wrote it. */
  userId?: string;

  createdAt: Date;
}

export class ScheduledMessageListResponse {
  @ApiProperty({ type: [ScheduledMessageResponse] })
  items: ScheduledMessageResponse[];
}

export function toScheduledResponse({ content, ...scheduled }: ScheduledMessage): ScheduledMessageResponse {
  return { ...scheduled, kind: content.kind, text: visibleTextOf(content) };
}

export const scheduleWishOf = ({ sendAt, message }: RescheduleMessageRequest): ScheduleWish => ({
  ...(sendAt === undefined ? {} : { sendAt }),
  ...(message === undefined ? {} : { content: contentOf(message) }),
});
