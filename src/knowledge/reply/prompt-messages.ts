import type { AiContentPart, AiMessage } from '../../shared/providers/ai';
import type { ReplyPrompt } from '../domain/reply/prompt';

/** A prompt as providers take it: rules in the one, what others wrote in the other. */
export function promptMessages({ system, user, pictures }: ReplyPrompt): AiMessage[] {
  const text = user.map((part) => part.text).join('\n\n');
  const content: AiContentPart[] = [
    { type: 'text', text },
    ...pictures.map((url) => ({ type: 'image' as const, url })),
  ];
  return [
    { role: 'system', content: system.map((part) => part.text).join('\n\n') },
    { role: 'user', content: pictures.length === 0 ? text : content },
  ];
}
