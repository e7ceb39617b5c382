import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { BusinessCards, SettingsGroup, type SettingsReader, WorkspaceSettings } from '../../workspace';
import type { BusinessFacts, ReplySettings } from '../domain/reply/reply-request';
import {
  assistant,
  type AssistantSettings,
  escalationPolicy,
  type EscalationPolicySettings,
  replyStyle,
  type ReplyStyleSettings,
} from './reply-settings-groups';

const READER = 'knowledge.replies';

/** What a flow's node wants otherwise than the workspace. */
export interface StyleWishes {
  tone?: string;
  language?: string;
  maxSentences?: number;
  allowEmojis?: boolean;
  allowHashtags?: boolean;
}

/** The settings by which replies are composed. */
@Injectable()
export class ReplySettingsReader {
  private readonly assistant: SettingsReader<AssistantSettings>;
  private readonly style: SettingsReader<ReplyStyleSettings>;
  private readonly policy: SettingsReader<EscalationPolicySettings>;

  constructor(
    contributions: Contributions,
    settings: WorkspaceSettings,
    private readonly cards: BusinessCards,
  ) {
    for (const group of [assistant, replyStyle, escalationPolicy]) contributions.provide(SettingsGroup, group);
    this.assistant = settings.reader(assistant, READER, ['name', 'description', 'prompt']);
    this.style = settings.reader(replyStyle, READER, [
      'language',
      'allowEmojis',
      'allowHashtags',
      'maxSentences',
      'maxCharacters',
    ]);
    this.policy = settings.reader(escalationPolicy, READER, [
      'decisionMode',
      'approveReplies',
      'guidelines',
      'examples',
      'humanEscalationBehavior',
      'humanHoldMinutes',
      'allowedLinkHosts',
    ]);
  }

  /** At most a second old. */
  async of(
    workspaceId: WorkspaceId,
    { tone, ...wishes }: StyleWishes = {},
  ): Promise<{ settings: ReplySettings; business: BusinessFacts }> {
    const [who, style, policy, business] = await Promise.all([
      this.assistant.of(workspaceId),
      this.style.of(workspaceId),
      this.policy.of(workspaceId),
      this.cards.of(workspaceId),
    ]);
    const settings: ReplySettings = {
      assistant: who,
      style: { ...style, ...wishes, tone: tone ?? null },
      policy: policyOf(policy),
      allowedHosts: policy.allowedLinkHosts,
      defaultLanguage: business.language,
    };
    return { settings, business };
  }
}

function policyOf(policy: EscalationPolicySettings): ReplySettings['policy'] {
  const { decisionMode, approveReplies, guidelines, examples, humanEscalationBehavior, humanHoldMinutes } = policy;
  const holdMinutes = humanEscalationBehavior === 'ai_silent' ? humanHoldMinutes : null;
  return { mode: decisionMode, approveReplies, guidelines, examples, holdMinutes };
}
