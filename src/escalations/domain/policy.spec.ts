import { type BotReturn, holdRuleOf, UNTIL_A_PERSON_ENDS_IT } from './hold-rule';
import { holdingTextOf } from './holding-texts';
import { severityOf, type SeverityRule } from './severity';

describe('how urgent a need is', () => {
  const rules: SeverityRule[] = [
    { words: ['chargeback', 'legal action'], severity: 'critical' },
    { reasons: ['Asked for a person'], severity: 'low' },
    { reasons: ['refund'], words: ['today'], severity: 'high' },
  ];
  it.each([
    ['a word in the summary', { reason: 'x', summary: 'Threatens with a Chargeback!' }, 'critical'],
    ['a phrase', { reason: 'x', summary: 'will take LEGAL   action' }, 'critical'],
    ['no part of a word', { reason: 'x', summary: 'chargebacks are annoying' }, 'normal'],
    ['a reason, whatever its case', { reason: ' asked for A person', summary: 'x' }, 'low'],
    ['the first rule that fits', { reason: 'Asked for a person', summary: 'chargeback' }, 'critical'],
    ['both, where both are asked for', { reason: 'refund', summary: 'wants it today' }, 'high'],
    ['not one of both', { reason: 'refund', summary: 'wants it' }, 'normal'],
    [
      'a rule before what is proposed',
      { reason: 'asked for a person', summary: 'x', proposed: 'critical' as const },
      'low',
    ],
    ['what is proposed, without a rule', { reason: 'x', summary: 'y', proposed: 'high' as const }, 'high'],
  ])('%s', (_, need, expected) => {
    expect(severityOf(rules, need)).toBe(expected);
  });
});

describe('how long the bot is silent', () => {
  const of = (botReturns: BotReturn, behaviour: 'ai_silent' | 'ai_allowed' = 'ai_silent') =>
    holdRuleOf({ botReturns, behaviour, minutes: 45 });
  it.each([
    ['as settled, or as a flow says', of('after_silence'), 45, false, true],
    ['until the close, whatever a flow says', of('on_close'), UNTIL_A_PERSON_ENDS_IT, true, true],
    ['until a person resumes it', of('never'), UNTIL_A_PERSON_ENDS_IT, true, false],
    ['not at all, unless a flow says so', of('on_close', 'ai_allowed'), null, false, true],
    ['not at all, and nothing ends at the close', of('never', 'ai_allowed'), null, false, false],
  ])('%s', (_, rule, minutes, isFixed, endsAtClose) => {
    expect(rule).toEqual({ minutes, isFixed, endsAtClose });
  });
});

describe('what the customer is told', () => {
  const texts = [
    { language: 'en', waiting: 'One moment.', again: 'Still on it.', closed: 'Tomorrow.' },
    { language: 'pt-BR', waiting: 'Um momento.' },
    { language: 'de', again: 'Gleich.' },
  ];
  it.each([
    ['the language', { language: 'en', again: false, closed: false }, 'One moment.'],
    ['its root', { language: 'en-GB', again: false, closed: false }, 'One moment.'],
    ['another region', { language: 'pt-PT', again: false, closed: false }, 'Um momento.'],
    ['while closed', { language: 'en', again: false, closed: true }, 'Tomorrow.'],
    ['while closed, without a text for it', { language: 'pt-br', again: false, closed: true }, 'Um momento.'],
    ['again, also while closed', { language: 'en', again: true, closed: true }, 'Still on it.'],
    ['nothing of its own for that', { language: 'de', again: false, closed: false }, null],
    ['nothing in that language', { language: 'fr', again: false, closed: false }, null],
  ])('%s', (_, occasion, expected) => {
    expect(holdingTextOf(texts, occasion)).toBe(expected);
  });
});
