import { isCommonPassword } from '../../shared/security';
import { normaliseEmail } from './email';
import { passwordProblem } from './password-rules';

describe('passwordProblem', () => {
  it.each([
    ['correct horse battery', null],
    ['Tr0ub4dor&3xyz', null],
    ['parola-lungă-ășț', null],
    ['password123', /common/],
    ['basketball', /common/],
    ['manchester', /common/],
    ['PassWord123', /common/],
    ['ｐａｓｓｗｏｒｄ１２３', /common/],
    ['aaaaaaaaaaaa', /different characters/],
    ['ababababababab', /different characters/],
    ['ghijklmnopq', /run/],
    ['zyxwvutsrqp', /run/],
    ['Mia@Shop.Example', /e-mail/],
    ['mia@shop.example1', /e-mail/],
    ['shop.example', /e-mail/],
  ])('judges %j', (password, expected) => {
    const problem = passwordProblem(password, isCommonPassword, ' MIA@shop.example ');
    if (expected === null) expect(problem).toBeNull();
    else expect(problem).toMatch(expected);
  });
});

describe('normaliseEmail', () => {
  it.each([
    ['  Mia@Shop.Example ', 'mia@shop.example'],
    ['ｍｉａ@shop.example', 'mia@shop.example'],
    ['mia+news@shop.example', 'mia+news@shop.example'],
  ])('%j → %j', (email, expected) => {
    expect(normaliseEmail(email)).toBe(expected);
  });
});
