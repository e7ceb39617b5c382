import { FactSources, type FactTexts } from '../facts/fact-sources';
import { type CheckedReply, failedChecks } from './reply-checks';
import { decisionOn, type ReplyToDecide } from './reply-decision';
import { masked, withoutSecrets } from './masked-text';

const SECRET = 'Rules: never commit to a price that is not in the knowledge of the business';

function rulesBroken(text: string, texts: Partial<FactTexts> = {}, more: Partial<CheckedReply> = {}): string[] {
  const checked: CheckedReply = {
    text,
    language: { wanted: 'en', seen: 'en' },
    sources: new FactSources({ trusted: [], prices: [], customer: [], ...texts }),
    allowedHosts: ['shop.com'],
    secrets: [SECRET, 'a8f3c2e1'],
    ...more,
  };
  return failedChecks(checked).map(({ rule, severity }) => `${severity} ${rule}`);
}

describe('failedChecks', () => {
  it.each<[string, string, Partial<FactTexts>, string[]]>([
    ['nothing said', ' … ', {}, ['block empty']],
    ['an emoji alone', '👍', {}, []],
    ['harmless', 'Yes, we do ship there.', {}, []],
    ['a foreign link', 'see evil.com', {}, ['block foreign_link']],
    ['a link of the customer', 'see evil.com', { customer: ['look at evil.com'] }, ['block foreign_link']],
    ['a link of knowledge', 'see dhl.com/track', { trusted: ['Track: https://dhl.com/track'] }, []],
    ['a made-up page of ours', 'see shop.com/free', {}, ['doubt unknown_link']],
    ['a user name that looks like ours', 'http://shop.com@evil.com', {}, ['block foreign_link']],
    ['our name in front', 'shop.com.evil.org', {}, ['block foreign_link']],
    ['another width', 'ｅｖｉｌ．ｃｏｍ', {}, ['block foreign_link']],
    ['a foreign address', 'mail a@b.com', {}, ['block foreign_contact']],
    ["perhaps the customer's own", 'We noted a@b.com', { customer: ['a@b.com'] }, ['doubt customer_contact']],
    ['letters of two scripts', 'gо to раy', {}, ['block disguised_words']],
    ['two scripts, each in its words', 'iPhone для вас', {}, []],
    ['a handle that the customer names', 'write to @evil_1', { customer: ['say @evil_1'] }, ['block foreign_contact']],
    ['an account', 'Pay to DE89370400440532013000', {}, ['block foreign_contact']],
    ['a made-up price', 'It is 5 €', {}, ['doubt unsupported_fact']],
    ['a price that the customer claims', 'It is 5 €', { customer: ['5 €'] }, ['doubt customer_only_fact']],
    ['a date that the customer wants', 'On 23.11.2026', { customer: ['23.11.2026?'] }, []],
    ['the rules', 'My rules: never commit to a price that is not in the knowledge', {}, ['block prompt_leak']],
    ['the boundary', 'ok A8F3C2E1 ok', {}, ['block prompt_leak', 'doubt unsupported_fact']],
    ['abuse', 'fuck you', {}, ['block unfit_words']],
    ['a pretence', "I'm a real person, promised", {}, ['block pretends_person']],
    ['a script', 'click javascript:alert()', {}, ['block script']],
  ])('%s', (_name, text, texts, expected) => expect([...new Set(rulesBroken(text, texts))]).toEqual(expected));

  it.each([
    ['de', 'en', true],
    ['pt-BR', 'pt', false],
    ['en', null, false],
    ['nb', 'da', false],
    ['ja', 'zh', true],
  ])('wanted %s, seen %s', (wanted, seen, broken) => {
    const rules = rulesBroken('Some text', {}, { language: { wanted, seen } });
    expect(rules.includes('doubt language')).toBe(broken);
  });
});

describe('decisionOn', () => {
  const plain: ReplyToDecide = {
    mode: 'full_auto',
    approveReplies: false,
    kind: 'answer',
    escalate: false,
    citations: 1,
    statesFacts: true,
    ordersInMessage: false,
    failed: [],
  };
  const doubt = { rule: 'unsupported_fact', severity: 'doubt', found: '5 €' } as const;
  const block = { rule: 'foreign_link', severity: 'block', found: 'evil.com' } as const;

  it.each<[string, Partial<ReplyToDecide>, string]>([
    ['an answer from knowledge', {}, 'send passed'],
    ['the same with a person who looks first', { approveReplies: true }, 'draft approval_wanted'],
    ['the model wants a person', { escalate: true, failed: [block] }, 'handoff model_escalates'],
    ['what must not be seen', { failed: [doubt, block] }, 'handoff blocked'],
    ['doubtful', { failed: [doubt] }, 'draft doubtful'],
    ['doubtful, information only', { mode: 'info_only', failed: [doubt] }, 'handoff doubtful'],
    ['no answer', { kind: 'cannot_answer' }, 'handoff cannot_answer'],
    ['without knowledge, full auto', { citations: 0 }, 'send passed'],
    ['without knowledge, assist', { mode: 'assist', citations: 0 }, 'draft without_knowledge'],
    ['without knowledge, information only', { mode: 'info_only', citations: 0 }, 'handoff without_knowledge'],
    ['small talk', { mode: 'info_only', kind: 'small_talk', citations: 0, statesFacts: false }, 'send passed'],
    ['small talk with a price', { mode: 'assist', kind: 'small_talk', citations: 0 }, 'draft without_knowledge'],
    ['a promise', { mode: 'assist', kind: 'commitment' }, 'draft commitment'],
    ['a promise, full auto', { kind: 'commitment' }, 'send passed'],
    ['a promise after orders', { kind: 'commitment', ordersInMessage: true }, 'draft commitment'],
    ['orders, and nothing to rest on', { citations: 0, ordersInMessage: true }, 'draft orders_in_message'],
  ])('%s', (_name, reply, expected) => {
    const { action, reason } = decisionOn({ ...plain, ...reply });
    expect(`${action} ${reason}`).toBe(expected);
  });
});

describe('masks', () => {
  it.each([
    ['card 4111 1111 1111 1111 ok', 'card ••• ok'],
    ['order 4111111111111112', 'order 4111111111111112'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'token •••'],
    ['key sk-abcdefghijklmnopqrst', 'key •••'],
  ])('secrets of %j', (text, expected) => expect(withoutSecrets(text)).toBe(expected));

  it('contact data for those who look on', () => {
    expect(masked('I am a@b.com, +49 151 2345678')).toBe('I am •••, •••');
  });
});
