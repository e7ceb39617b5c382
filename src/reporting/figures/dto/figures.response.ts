import { ApiProperty } from '@nestjs/swagger';
import type { Figures, GoalFigures } from '../domain/figures';
import { EscalationFiguresResponse } from './escalation-figures.response';
import { COUNT, COUNTS, SHARE, TimesResponse } from './figure-parts.response';

export class ConversationFiguresResponse {
  /** People who wrote for the first time. */
  @ApiProperty(COUNT)
  new: number;

  /** Summed over the days on which people wrote. */
  @ApiProperty(COUNT)
  active: number;
}

export class SentByResponse {
  @ApiProperty(COUNT)
  bot: number;

  /** Members, through Parley. */
  @ApiProperty(COUNT)
  person: number;

  /** Whoever used Instagram’s own app. */
  @ApiProperty(COUNT)
  app: number;
}

export class MessageFiguresResponse {
  /** Comments, mentions and the like among them. */
  @ApiProperty(COUNT)
  received: number;

  @ApiProperty(COUNT)
  sent: number;

  @ApiProperty({ type: SentByResponse })
  sentBy: SentByResponse;

  @ApiProperty(COUNTS)
  receivedByKind: Record<string, number>;

  @ApiProperty(COUNTS)
  sentByKind: Record<string, number>;
}

export class ResponseFiguresResponse {
  /** Messages that nobody had written before for 24 hours, or that came after ours. */
  @ApiProperty(COUNT)
  questions: number;

  /** Within 24 hours. */
  @ApiProperty(COUNT)
  answered: number;

  @ApiProperty(COUNT)
  answeredByBot: number;

  @ApiProperty(COUNT)
  answeredByPeople: number;

  /** From a question to the first answer. */
  @ApiProperty({ type: TimesResponse })
  clock: TimesResponse;

  /** The same, counting business hours only. */
  @ApiProperty({ type: TimesResponse })
  businessHours: TimesResponse;

  @ApiProperty({ type: TimesResponse })
  bot: TimesResponse;

  @ApiProperty({ type: TimesResponse })
  people: TimesResponse;
}

export class HandledFiguresResponse {
  /** Conversations, by day, in which the bot alone wrote. */
  @ApiProperty(COUNT)
  byBot: number;

  @ApiProperty(COUNT)
  byPeople: number;

  @ApiProperty(COUNT)
  byBoth: number;

  @ApiProperty(SHARE)
  botShare: number | null;
}

export class SessionFiguresResponse {
  /** Runs of automations that began in this time; the other figures are of these. */
  @ApiProperty(COUNT)
  started: number;

  @ApiProperty(COUNTS)
  byStatus: Record<string, number>;

  @ApiProperty(COUNT)
  withGoal: number;

  /** Of those that have ended, the ones that were handed to a person. */
  @ApiProperty(SHARE)
  handoffShare: number | null;
}

export class AiReplyFiguresResponse {
  @ApiProperty(COUNT)
  given: number;

  /** Those that cite the knowledge base. */
  @ApiProperty(COUNT)
  knowledgeBacked: number;

  /** Those that gave the word to a person. */
  @ApiProperty(COUNT)
  escalated: number;

  @ApiProperty(COUNT)
  failed: number;

  @ApiProperty(SHARE)
  knowledgeBackedShare: number | null;
}

export class SendFiguresResponse {
  @ApiProperty(COUNT)
  sent: number;

  @ApiProperty(COUNT)
  failed: number;

  /** Nobody knows whether they went out; a person is to look. */
  @ApiProperty(COUNT)
  parked: number;

  @ApiProperty(COUNT)
  discarded: number;

  @ApiProperty(SHARE)
  failedShare: number | null;
}

export class GoalNumbersResponse implements GoalFigures {
  /** @example "booking" */
  goal: string;

  /** Records that were begun, whatever became of them. */
  @ApiProperty(COUNT)
  attempts: number;

  @ApiProperty(COUNT)
  completions: number;

  @ApiProperty(COUNT)
  cancelled: number;

  /** Times that a flow reached it. */
  @ApiProperty(COUNT)
  reached: number;

  /** Of the completed ones, in the currency of the workspace. */
  value: number;
}

export class FollowupFiguresResponse {
  @ApiProperty(COUNT)
  planned: number;

  @ApiProperty(COUNT)
  sent: number;

  /** Of those that were sent in this time. */
  @ApiProperty(COUNT)
  replied: number;

  @ApiProperty(COUNT)
  cancelled: number;

  @ApiProperty(COUNT)
  expired: number;

  /** The person wrote before it was due. */
  @ApiProperty(COUNT)
  customerReplied: number;

  @ApiProperty(SHARE)
  repliedShare: number | null;

  /** Why they were not sent. */
  @ApiProperty(COUNTS)
  byReason: Record<string, number>;
}

export class CommentFiguresResponse {
  /** Comments that were answered privately. */
  @ApiProperty(COUNT)
  sent: number;

  @ApiProperty(COUNT)
  failed: number;

  @ApiProperty(COUNT)
  skipped: number;

  @ApiProperty(COUNT)
  pending: number;

  /** Private answers that the person answered within 24 hours. */
  @ApiProperty(COUNT)
  replied: number;

  @ApiProperty(SHARE)
  repliedShare: number | null;
}

export class FiguresResponse implements Figures {
  @ApiProperty({ type: ConversationFiguresResponse })
  conversations: ConversationFiguresResponse;

  @ApiProperty({ type: MessageFiguresResponse })
  messages: MessageFiguresResponse;

  @ApiProperty({ type: ResponseFiguresResponse })
  responses: ResponseFiguresResponse;

  @ApiProperty({ type: HandledFiguresResponse })
  handled: HandledFiguresResponse;

  @ApiProperty({ type: EscalationFiguresResponse })
  escalations: EscalationFiguresResponse;

  @ApiProperty({ type: SessionFiguresResponse })
  sessions: SessionFiguresResponse;

  @ApiProperty({ type: AiReplyFiguresResponse })
  aiReplies: AiReplyFiguresResponse;

  @ApiProperty({ type: SendFiguresResponse })
  sends: SendFiguresResponse;

  @ApiProperty({ type: [GoalNumbersResponse] })
  goals: GoalNumbersResponse[];

  @ApiProperty({ type: FollowupFiguresResponse })
  followups: FollowupFiguresResponse;

  @ApiProperty({ type: CommentFiguresResponse })
  comments: CommentFiguresResponse;
}
