import { z } from 'zod';
import { SettingsGroup } from '../../workspace';
import { DECISION_MODES, type DecisionMode } from '../domain/guardrails/reply-decision';

const text = (max: number) => z.string().trim().min(1).max(max);

export interface AssistantSettings {
  name: string | null;
  description: string | null;
  /** To the model, in the workspace's own words. */
  prompt: string | null;
}

export const assistant = new SettingsGroup<AssistantSettings>({
  name: 'assistant',
  schemaVersion: 1,
  about:
    'Who answers customers: name, description and instructions of the assistant. What the instructions state, replies may state.',
  fields: { name: text(80), description: text(500), prompt: text(6_000) },
  defaults: { name: null, description: null, prompt: null },
});

export interface ReplyStyleSettings {
  /** Null: the customer's. */
  language: string | null;
  allowEmojis: boolean;
  allowHashtags: boolean;
  maxSentences: number;
  maxCharacters: number;
}

const languageTag = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR');

export const replyStyle = new SettingsGroup<ReplyStyleSettings>({
  name: 'reply-style',
  schemaVersion: 1,
  about: 'How replies of the assistant look. Their tone is in the business profile.',
  fields: {
    language: languageTag,
    allowEmojis: z.boolean(),
    allowHashtags: z.boolean(),
    maxSentences: z.int().min(1).max(20),
    maxCharacters: z.int().min(50).max(4_000),
  },
  defaults: { language: null, allowEmojis: true, allowHashtags: false, maxSentences: 3, maxCharacters: 900 },
});

export const HUMAN_BEHAVIOURS = ['ai_silent', 'ai_allowed'] as const;

export interface EscalationPolicySettings {
  decisionMode: DecisionMode;
  /** A person looks at every reply before it is sent. */
  approveReplies: boolean;
  guidelines: string | null;
  examples: readonly string[];
  humanEscalationBehavior: (typeof HUMAN_BEHAVIOURS)[number];
  humanHoldMinutes: number;
  /** Hosts that replies may link to, beside those of the business profile. */
  allowedLinkHosts: readonly string[];
}

const host = z
  .string()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?!www\.)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}$/u,
    'must be a host such as shop.example, without www',
  );

export const escalationPolicy = new SettingsGroup<EscalationPolicySettings>({
  name: 'escalation-policy',
  schemaVersion: 1,
  about: 'What the assistant may send by itself, when a person is needed, and how long it is silent then.',
  fields: {
    decisionMode: z.enum(DECISION_MODES),
    approveReplies: z.boolean(),
    guidelines: text(2_000),
    examples: z.array(text(300)).max(30),
    humanEscalationBehavior: z.enum(HUMAN_BEHAVIOURS),
    humanHoldMinutes: z.int().min(5).max(720),
    allowedLinkHosts: z.array(host).max(50),
  },
  defaults: {
    decisionMode: 'assist',
    approveReplies: false,
    guidelines: null,
    examples: [],
    humanEscalationBehavior: 'ai_silent',
    humanHoldMinutes: 60,
    allowedLinkHosts: [],
  },
});
