import type { ReplyProposal } from '../../../src/knowledge/domain/reply/reply-proposal';
import type { ReplyRequest } from '../../../src/knowledge/domain/reply/reply-request';

const ACTIONS = ['send', 'draft', 'handoff'];
const FIELDS = [
  'action',
  'citations',
  'escalationReason',
  'failed',
  'holdMinutes',
  'severity',
  'language',
  'mode',
  'prompt',
  'reason',
  'tags',
  'text',
  'usage',
];

/** As somebody reads it: one width, no hidden characters, look-alikes as they look. */
function asRead(text: string): string {
  const latin: Readonly<Record<string, string>> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', х: 'x', і: 'i' };
  return [...text.normalize('NFKC').toLowerCase()].map((sign) => latin[sign] ?? sign).join('');
}

/** What holds for every proposal, whatever a customer writes and a model answers. Names what is broken. */
export function brokenInvariants(
  proposal: ReplyProposal,
  { settings, passages }: ReplyRequest,
  marks: readonly string[],
): string[] {
  const { action, text, citations, tags, failed } = proposal;
  const broken: string[] = [];
  const must = (holds: boolean, name: string) => {
    if (!holds) broken.push(name);
  };
  must(ACTIONS.includes(action), 'an unlisted action');
  must(
    Object.keys(proposal).every((field) => FIELDS.includes(field)),
    'an unlisted effect',
  );
  must(
    citations.every(({ chunkId }) => passages.some((one) => one.chunkId === chunkId)),
    'a citation of nothing',
  );
  must(
    tags.every((tag) => /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u.test(tag)),
    'a tag with signs',
  );
  must(!/[\u200b\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u.test(text), 'hidden characters');
  must(Array.from(text).length <= Math.max(settings.style.maxCharacters * 8, 200), 'too long');
  if (action === 'handoff') must(!marks.some((mark) => asRead(text).includes(mark)), 'foreign bytes in a handoff');
  if (action !== 'send') return broken;
  must(text.trim() !== '', 'nothing to send');
  must(failed.length === 0, 'sent with broken rules');
  must(!settings.policy.approveReplies, 'sent without the approval that is wanted');
  must(!marks.some((mark) => asRead(text).includes(mark)), `foreign bytes: ${text}`);
  must(settings.policy.mode !== 'info_only' || citations.length > 0 || !/\d/.test(text), 'sent outside the policy');
  return broken;
}
