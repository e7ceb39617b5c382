import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import type { MailTopic } from '../domain/mail-topics';

/** Topics that are absent stay as they are. */
export class MailPreferencesRequest {
  /** Reminders of tasks. */
  @ApiProperty({ type: Boolean, required: false })
  @IsOptional()
  @IsBoolean()
  'task-reminders'?: boolean;

  /** Notes that name them. */
  @ApiProperty({ type: Boolean, required: false })
  @IsOptional()
  @IsBoolean()
  'note-mentions'?: boolean;

  /** Answers to their support tickets. */
  @ApiProperty({ type: Boolean, required: false })
  @IsOptional()
  @IsBoolean()
  'support-tickets'?: boolean;

  /** Escalations that wait for too long. */
  @ApiProperty({ type: Boolean, required: false })
  @IsOptional()
  @IsBoolean()
  escalations?: boolean;

  /** Webhooks that were switched off. */
  @ApiProperty({ type: Boolean, required: false })
  @IsOptional()
  @IsBoolean()
  webhooks?: boolean;
}

export class MailPreferencesResponse implements Record<MailTopic, boolean> {
  'task-reminders': boolean;
  'note-mentions': boolean;
  'support-tickets': boolean;
  escalations: boolean;
  webhooks: boolean;
}

export function toMailPreferencesResponse(muted: readonly MailTopic[]): MailPreferencesResponse {
  const isOn = (topic: MailTopic) => !muted.includes(topic);
  return {
    'task-reminders': isOn('task-reminders'),
    'note-mentions': isOn('note-mentions'),
    'support-tickets': isOn('support-tickets'),
    escalations: isOn('escalations'),
    webhooks: isOn('webhooks'),
  };
}
