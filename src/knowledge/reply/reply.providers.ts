import { GeneratedAnswers } from './generated-answers';
import { Replies } from './replies.service';
import { ReplyComposer } from './reply-composer.service';
import { ReplyPreviewController } from './reply-preview.controller';
import { InactivePassages } from '../search/inactive-passages.service';
import { ReplyPassages } from './reply-passages.service';
import { ReplySuggestions } from './reply-suggestions.service';
import { SuggestionComposer } from './suggestion-composer.service';
import { ReplySettingsReader } from './reply-settings.service';
import { RollingSummary } from './rolling-summary.service';

/** Replies to customers, and answers from knowledge, as proposals. */
export const REPLY_SERVICES = [
  ReplySettingsReader,
  InactivePassages,
  ReplyPassages,
  ReplyComposer,
  Replies,
  SuggestionComposer,
  ReplySuggestions,
  RollingSummary,
  GeneratedAnswers,
];

export const REPLY_CONTROLLERS = [ReplyPreviewController];
