import { GeneratedAnswers } from './generated-answers';
import { Replies } from './replies.service';
import { ReplyComposer } from './reply-composer.service';
import { ReplyPreviewController } from './reply-preview.controller';
import { ReplySettingsReader } from './reply-settings.service';
import { RollingSummary } from './rolling-summary.service';

/** Replies to customers, and answers from knowledge, as proposals. */
export const REPLY_SERVICES = [ReplySettingsReader, ReplyComposer, Replies, RollingSummary, GeneratedAnswers];

export const REPLY_CONTROLLERS = [ReplyPreviewController];
