import { CONTACT_KINDS, type Fact } from '../facts/fact';
import type { FactSources, Support } from '../facts/fact-sources';
import { factsOf } from '../facts/facts-of';
import { hostOf, isAllowedHost } from '../facts/links';
import { leaks } from './prompt-leak';
import { pretendsToBePerson } from './pretence';
import { isUnfitToSay } from './safety-rules';

export const CHECK_RULES = [
  'empty',
  'language',
  'foreign_link',
  'unknown_link',
  'foreign_contact',
  'customer_contact',
  'unsupported_fact',
  'customer_only_fact',
  'prompt_leak',
  'unfit_words',
  'pretends_person',
  'script',
  'disguised_words',
] as const;
export type CheckRule = (typeof CHECK_RULES)[number];

/** `block`: nobody but the workspace's people may see such a text; `doubt`: a person should look at it first. */
export type Severity = 'block' | 'doubt';

export interface FailedCheck {
  rule: CheckRule;
  severity: Severity;
  /** What was found, shortened: for the workspace's people. */
  found: string;
}

export interface CheckedReply {
  text: string;
  /** What it should be written in, and what it seems to be written in; null: cannot be told. */
  language: { wanted: string; seen: string | null };
  sources: FactSources;
  /** Hosts that the workspace links to. */
  allowedHosts: readonly string[];
  /** Texts that only the model should see. */
  secrets: readonly string[];
}

const MAX_FOUND = 60;
/** What a model must have from the business, since a customer may claim it. */
const NEVER_FROM_CUSTOMER: readonly Fact['kind'][] = ['amount', 'percentage', 'code'];
/** What may be the customer's own; whether it is, a person judges. */
const CUSTOMERS_OWN: readonly Fact['kind'][] = ['email', 'phone'];
/** Addresses that run something. */
const SCRIPT = /(?:javascript|vbscript|data|file|intent)\s*:\s*[^\s]/i;

/** Latin letters and their doubles of other scripts in one word: no language writes so. */
const DISGUISED =
  /\p{Script=Latin}[\p{M}\d_-]*[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}][\p{M}\d_-]*\p{Script=Latin}/u;

/** Codes of languages that detection does not tell apart reliably. */
const ALIKE: readonly string[][] = [
  ['no', 'nb', 'nn', 'da', 'sv'],
  ['hr', 'sr', 'bs', 'sl'],
  ['id', 'ms', 'tl'],
  ['pt', 'gl', 'es', 'ca', 'it'],
  ['cs', 'sk', 'pl'],
  ['ru', 'uk', 'be', 'bg', 'sr', 'mk'],
  ['hi', 'mr', 'ne'],
  ['ar', 'fa', 'ur'],
  ['nl', 'af'],
];

/** Every rule that a reply breaks; none: it may be sent. */
export function failedChecks(reply: CheckedReply): FailedCheck[] {
  const { text, secrets } = reply;
  if (!/[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(text)) return [failed('empty', 'block', '')];
  return [
    ...when(leaks(text, secrets), failed('prompt_leak', 'block', '')),
    ...when(isUnfitToSay(text), failed('unfit_words', 'block', '')),
    ...when(pretendsToBePerson(text), failed('pretends_person', 'block', '')),
    ...when(DISGUISED.test(text), failed('disguised_words', 'block', '')),
    ...when(SCRIPT.test(text), failed('script', 'block', '')),
    ...when(isOtherLanguage(reply.language), failed('language', 'doubt', reply.language.seen ?? '')),
    ...factsOf(text).flatMap((fact) => brokenBy(fact, reply)),
  ];
}

export const isBlocking = ({ severity }: FailedCheck): boolean => severity === 'block';

const failed = (rule: CheckRule, severity: Severity, found: string): FailedCheck => ({
  rule,
  severity,
  found: found.slice(0, MAX_FOUND),
});

const when = (broken: boolean, check: FailedCheck): FailedCheck[] => (broken ? [check] : []);

function isOtherLanguage({ wanted, seen }: CheckedReply['language']): boolean {
  const base = wanted.toLowerCase().split('-')[0] ?? wanted;
  if (seen === null || seen === base) return false;
  return !ALIKE.some((group) => group.includes(seen) && group.includes(base));
}

function brokenBy(fact: Fact, { sources, allowedHosts }: CheckedReply): FailedCheck[] {
  const support = sources.supportOf(fact);
  if (support === 'trusted') return [];
  if (fact.kind === 'link') return linkBrokenBy(fact, allowedHosts);
  if (CONTACT_KINDS.includes(fact.kind)) {
    const own = support === 'customer' && CUSTOMERS_OWN.includes(fact.kind);
    return [own ? failed('customer_contact', 'doubt', fact.raw) : failed('foreign_contact', 'block', fact.raw)];
  }
  return claimBrokenBy(fact, support);
}

function linkBrokenBy({ raw, readings }: Fact, allowedHosts: readonly string[]): FailedCheck[] {
  const [reading = ''] = readings;
  const host = hostOf(`https://${reading.replace(/^link:/, '')}`);
  const allowed = host !== null && isAllowedHost(host, allowedHosts) && !reading.includes('@');
  return [allowed ? failed('unknown_link', 'doubt', raw) : failed('foreign_link', 'block', raw)];
}

function claimBrokenBy({ kind, raw }: Fact, support: Support): FailedCheck[] {
  if (support === 'none') return [failed('unsupported_fact', 'doubt', raw)];
  return when(NEVER_FROM_CUSTOMER.includes(kind), failed('customer_only_fact', 'doubt', raw));
}
