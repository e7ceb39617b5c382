import { foldedText } from '../text/folded-text';
import type { EvalExpectation, ExpectedSlot } from './eval-case';
import type { ReplyAction } from '../guardrails/reply-decision';

/** What came of a message, by a reply or by an agent. */
export interface PlayedCase {
  action: ReplyAction;
  text: string;
  language: string;
  citations: readonly { itemId: string }[];
  /** Of an agent: values by slot. */
  slots?: Readonly<Record<string, string>>;
}

const folded = (text: string): string => foldedText(text).replace(/\s+/g, ' ').trim();

/** What of it is not as expected. Empty: it passes. */
export function problemsOf(expected: EvalExpectation, played: PlayedCase): string[] {
  const { contains, notContains, cites, action, language, slots = [] } = expected;
  const text = folded(played.text);
  const cited = new Set(played.citations.map(({ itemId }) => itemId));
  return [
    ...contains.filter((one) => !text.includes(folded(one))).map((one) => `does not contain "${one}"`),
    ...notContains.filter((one) => text.includes(folded(one))).map((one) => `contains "${one}"`),
    ...cites.filter((one) => !cited.has(one)).map((one) => `does not cite ${one}`),
    ...(action === undefined || action === played.action ? [] : [`${played.action} instead of ${action}`]),
    ...(language === undefined || language === played.language.split('-')[0]
      ? []
      : [`in ${played.language} instead of ${language}`]),
    ...slots.flatMap((slot) => slotProblem(slot, played.slots ?? {})),
  ];
}

function slotProblem({ key, value }: ExpectedSlot, found: Readonly<Record<string, string>>): string[] {
  const seen = (Object.hasOwn(found, key) ? found[key] : undefined) ?? '';
  if (sameValue(seen, value)) return [];
  return [`${key} is ${seen === '' ? 'unknown' : `"${seen}"`} instead of ${value === '' ? 'unknown' : `"${value}"`}`];
}

/** `2` and `2.0` are the same number, `Blue ` and `blue` the same word. */
function sameValue(a: string, b: string): boolean {
  if (folded(a) === folded(b)) return true;
  const [x, y] = [a, b].map((one) => (one.trim() === '' ? Number.NaN : Number(one)));
  return x === y && !Number.isNaN(x);
}
