import type { ReplyProposal } from '../reply/reply-proposal';
import { foldedText } from '../text/folded-text';
import type { EvalExpectation } from './eval-case';

const folded = (text: string): string => foldedText(text).replace(/\s+/g, ' ').trim();

/** What of a proposal is not as expected. Empty: it passes. */
export function problemsOf(expected: EvalExpectation, proposal: ReplyProposal): string[] {
  const { contains, notContains, cites, action, language } = expected;
  const text = folded(proposal.text);
  const cited = new Set(proposal.citations.map(({ itemId }) => itemId));
  return [
    ...contains.filter((one) => !text.includes(folded(one))).map((one) => `does not contain "${one}"`),
    ...notContains.filter((one) => text.includes(folded(one))).map((one) => `contains "${one}"`),
    ...cites.filter((one) => !cited.has(one)).map((one) => `does not cite ${one}`),
    ...(action === undefined || action === proposal.action ? [] : [`${proposal.action} instead of ${action}`]),
    ...(language === undefined || language === proposal.language.split('-')[0]
      ? []
      : [`in ${proposal.language} instead of ${language}`]),
  ];
}
