import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { BusinessCards, SettingsGroup, type SettingsReader, WorkspaceSettings } from '../../workspace';
import type { BusinessFacts, ReplySettings } from '../domain/reply/reply-request';
import type { ProposedSettings } from '../domain/evals/proposed-change';
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
    proposed: readonly ProposedSettings[] = [],
  ): Promise<{ settings: ReplySettings; business: BusinessFacts }> {
    const [knownWho, knownStyle, knownPolicy, business] = await Promise.all([
      this.assistant.of(workspaceId),
      this.style.of(workspaceId),
      this.policy.of(workspaceId),
      this.cards.of(workspaceId),
    ]);
    const who = changed(assistant, knownWho, proposed);
    const style = changed(replyStyle, knownStyle, proposed);
    const policy = changed(escalationPolicy, knownPolicy, proposed);
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

/** As the values would be after a change that was checked when it was proposed. */
function changed<Values extends object>(
  { name, definition }: SettingsGroup<Values>,
  values: Values,
  proposed: readonly ProposedSettings[],
): Values {
  const { defaults } = definition;
  return proposed
    .filter(({ group }) => group === name)
    .reduce((known, change) => {
      const next = Object.entries(change.values).map(([field, value]) => [
        field,
        value ?? defaults[field as keyof Values],
      ]);
      return { ...known, ...(Object.fromEntries(next) as Partial<Values>) };
    }, values);
}

function policyOf(policy: EscalationPolicySettings): ReplySettings['policy'] {
  const { decisionMode, approveReplies, guidelines, examples, humanEscalationBehavior, humanHoldMinutes } = policy;
  const holdMinutes = humanEscalationBehavior === 'ai_silent' ? humanHoldMinutes : null;
  return { mode: decisionMode, approveReplies, guidelines, examples, holdMinutes };
}
