import type { MessageButton, OutgoingContent, SendDraft, TurnDecision } from '../../../conversations';
import { splitText } from '../../../shared/kernel';
import type { PrivateReply } from './open-comment';

type Sayable = Extract<OutgoingContent, { kind: 'text' | 'buttons' }>;

/**
 * Makes one private reply of what a session says first to whoever commented. Instagram takes one text with buttons, so
 * texts are joined and quick replies become buttons; what is too long is cut.
 */
export function withPrivateReplies(decision: TurnDecision, replies: readonly PrivateReply[]): TurnDecision {
  if (replies.length === 0) return decision;
  return { ...decision, sends: replies.reduce(joined, decision.sends) };
}

function joined(sends: SendDraft[], reply: PrivateReply): SendDraft[] {
  const own = sends.filter(({ id }) => reply.sendIds.includes(id));
  const said = own.flatMap(({ content }) => (isSayable(content) ? [content] : []));
  const [first] = own;
  if (first === undefined || said.length === 0) return sends;
  const content = contentOf(said, reply);
  return sends.flatMap((send) => {
    if (send === first) return [{ ...send, content, permittedUntil: content.permittedUntil }];
    return own.includes(send) && isSayable(send.content) ? [] : [send];
  });
}

const isSayable = (content: OutgoingContent): content is Sayable =>
  content.kind === 'text' || content.kind === 'buttons';

function contentOf(
  said: readonly Sayable[],
  { commentId, until, isLive, limits }: PrivateReply,
): Extract<OutgoingContent, { kind: 'private-reply' }> {
  const buttons = said.flatMap(buttonsOf).slice(0, limits?.maxButtons);
  const text = said
    .map((content) => content.text)
    .filter((one) => one !== '')
    .join('\n\n');
  const limit = buttons.length > 0 ? limits?.buttonText : limits?.text;
  const fits = (part: string) =>
    limit === undefined || ([...part].length <= limit.characters && Buffer.byteLength(part) <= limit.bytes);
  return {
    kind: 'private-reply',
    commentId,
    text: splitText(text, fits)[0] ?? '',
    ...(buttons.length === 0 ? {} : { buttons }),
    permittedUntil: new Date(until),
    ...(isLive ? { isLive } : {}),
  };
}

function buttonsOf(content: Sayable): MessageButton[] {
  if (content.kind === 'buttons') return content.buttons;
  return (content.quickReplies ?? []).flatMap((reply) =>
    'payload' in reply ? [{ title: reply.title, payload: reply.payload }] : [],
  );
}
