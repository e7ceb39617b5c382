import { Injectable } from '@nestjs/common';
import { ConversationsFacade, type JsonObject, type LaneView } from '../../conversations';
import type { ContactView } from '../../crm';
import { guessedLanguageOf, Replies } from '../../knowledge';
import { language, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { ConversationMemory } from '../ai/conversation-memory';
import { CHANNEL } from '../domain/active-instance';
import { chosenText, languagesOf, renderedText } from '../domain/followups/choose-text';
import type { FollowupAction, FollowupText } from '../domain/followups/followup-policy';

/** A task that is at work for longer is given to another worker. */
const DEADLINE_MS = 12_000;
/** From which the language of the person is guessed. */
const HEARD = 6;

export interface FollowupToSay {
  lane: LaneView;
  followupId: string;
  contact: ContactView | null;
}

/** Text, or why there is none. */
export type Said = { text: string } | { refused: string };

/** What a follow-up says. */
@Injectable()
export class FollowupTexts {
  private readonly languages: SettingsReader<{ defaultLanguage: string }>;

  constructor(
    private readonly conversations: ConversationsFacade,
    private readonly memory: ConversationMemory,
    private readonly replies: Replies,
    settings: WorkspaceSettings,
  ) {
    this.languages = settings.reader(language, 'automation.followups', ['defaultLanguage']);
  }

  /** The same for the same follow-up. */
  async written(texts: readonly FollowupText[], { lane, followupId, contact }: FollowupToSay): Promise<Said> {
    const spoken = await this.languageOf(lane, texts);
    const text = chosenText(texts, spoken, followupId);
    if (text === null) return { refused: 'The policy has no text.' };
    const seen: JsonObject = { ...contact };
    const said = renderedText(text.text, { contact: seen, context: { channel: CHANNEL, language: text.language } });
    return said === '' ? { refused: 'The text is empty without the values that it shows.' } : { text: said };
  }

  /** A model proposes, as in an answer; what a person should see first is not sent. @throws AiError */
  async composed({ instruction, texts }: Extract<FollowupAction, { kind: 'ai' }>, say: FollowupToSay): Promise<Said> {
    const { lane } = say;
    const heard = await this.heard(lane);
    const remembered = await this.memory.of(lane, heard[0] ?? '');
    const { action, text, reason } = await this.replies.propose(
      {
        workspaceId: lane.workspaceId,
        conversationId: lane.conversationId,
        task: instruction,
        message: { text: heard[0] ?? '' },
        ...remembered,
        knowledge: {},
      },
      { deadlineMs: DEADLINE_MS },
    );
    if (action === 'send' && text !== '') return { text };
    return texts.length === 0 ? { refused: reason } : this.written(texts, say);
  }

  /** What the person writes in, where the policy has a choice; else the workspace's own. */
  private async languageOf(lane: LaneView, texts: readonly FollowupText[]): Promise<string[]> {
    const languages = languagesOf(texts);
    if (languages.length < 2) return languages;
    const [{ defaultLanguage }, heard] = await Promise.all([this.languages.of(lane.workspaceId), this.heard(lane)]);
    const guessed = guessedLanguageOf(heard.join('\n'));
    return guessed === null ? [defaultLanguage] : [guessed, defaultLanguage];
  }

  /** What the person said, newest first. */
  private async heard({ workspaceId, conversationId }: LaneView): Promise<string[]> {
    const thread = await this.conversations.thread(workspaceId, conversationId, { limit: HEARD });
    return thread.flatMap(({ direction, text }) => (direction === 'in' && text !== '' ? [text] : []));
  }
}
