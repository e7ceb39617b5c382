import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import type { PastMessage } from '../domain/reply/reply-request';
import type { Suggestions } from '../domain/reply/suggestions';
import { ReplyPassages } from './reply-passages.service';
import { ReplySettingsReader } from './reply-settings.service';
import { SuggestionComposer } from './suggestion-composer.service';

export interface ReplyToSuggest {
  workspaceId: WorkspaceId;
  conversationId?: string;
  /** What the person wants of the reply. */
  task: string | null;
  message: { text: string; imageUrls?: readonly string[] };
  /** Oldest first, without the message itself. */
  history: readonly PastMessage[];
  summary: string | null;
  itemIds?: readonly string[];
  count?: number;
}

/** Replies for people to choose from, by the workspace's settings and knowledge. */
@Injectable()
export class ReplySuggestions {
  constructor(
    private readonly settings: ReplySettingsReader,
    private readonly passages: ReplyPassages,
    private readonly composer: SuggestionComposer,
  ) {}

  /** Ends within 20 seconds. */
  async suggest({ workspaceId, conversationId, itemIds, count, ...reply }: ReplyToSuggest): Promise<Suggestions> {
    const { message, history } = reply;
    const knowledge = itemIds === undefined ? {} : { itemIds };
    const [known, passages] = await Promise.all([
      this.settings.of(workspaceId),
      this.passages.for({ workspaceId, text: message.text, history, knowledge }),
    ]);
    // A person looks at each, so that only what nobody may see is kept back.
    const policy = { ...known.settings.policy, mode: 'assist' as const, approveReplies: false };
    const request = { ...known, settings: { ...known.settings, policy }, ...reply, passages };
    const scope = { workspaceId, ...(conversationId === undefined ? {} : { conversationId }) };
    return this.composer.compose(scope, request, count);
  }
}
