import { AssistController } from './assist.controller';
import { ConversationSuggestions } from './suggestions.service';
import { ConversationTalkReading } from './conversation-talk-reading';
import { TakenSuggestions } from './taken-suggestions.service';
import { WritingAssist } from './writing-assist.service';

/** Parts of the automation module; need its drafts and its memory of conversations. */
export const ASSIST_CONTROLLERS = [AssistController];
export const ASSIST_PROVIDERS = [ConversationSuggestions, TakenSuggestions, WritingAssist, ConversationTalkReading];
