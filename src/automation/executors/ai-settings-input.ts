import type { JsonObject } from '../../conversations';
import type { StyleWishes } from '../../knowledge';
import { AI_REASONING_EFFORTS, type AiReasoningEffort } from '../../shared/providers/ai';

/** What a node says of how a model is asked, of what was checked when its flow was published. */
export interface NodeAi {
  style: StyleWishes;
  model: { model?: string; temperature?: number; reasoningEffort?: AiReasoningEffort; maxTokens?: number };
  historyLength?: number;
  usesKnowledge: boolean;
}

export function nodeAiOf(settings: JsonObject): NodeAi {
  const effort = AI_REASONING_EFFORTS.find((name) => name === settings['reasoningEffort']);
  return {
    style: {
      ...text(settings, 'tone', 'tone'),
      ...text(settings, 'language', 'language'),
      ...number(settings, 'maxSentences', 'maxSentences'),
      ...flag(settings, 'allowEmojis', 'allowEmojis'),
      ...flag(settings, 'allowHashtags', 'allowHashtags'),
    },
    model: {
      ...text(settings, 'model', 'model'),
      ...number(settings, 'temperature', 'temperature'),
      ...number(settings, 'maxOutputTokens', 'maxTokens'),
      ...(effort === undefined ? {} : { reasoningEffort: effort }),
    },
    ...number(settings, 'historyLimit', 'historyLength'),
    usesKnowledge: settings['useKnowledge'] !== false,
  };
}

type Named<Name extends string, Value> = { [Key in Name]?: Value };

const text = <Name extends string>(from: JsonObject, field: string, name: Name) =>
  named<Name, string>(name, typeof from[field] === 'string' ? from[field] : undefined);

const number = <Name extends string>(from: JsonObject, field: string, name: Name) =>
  named<Name, number>(name, typeof from[field] === 'number' ? from[field] : undefined);

const flag = <Name extends string>(from: JsonObject, field: string, name: Name) =>
  named<Name, boolean>(name, typeof from[field] === 'boolean' ? from[field] : undefined);

const named = <Name extends string, Value>(name: Name, value: Value | undefined): Named<Name, Value> =>
  value === undefined ? {} : ({ [name]: value } as Named<Name, Value>);
