import { isAppCode, isRecoveryCode, normaliseCode, recoveryCodeOf } from './recovery-codes';

describe('recovery codes', () => {
  it('spell all 80 bits', () => {
    expect(recoveryCodeOf(new Uint8Array(10))).toBe('aaaa-aaaa-aaaa-aaaa');
    expect(recoveryCodeOf(new Uint8Array(10).fill(255))).toBe('7777-7777-7777-7777');
    expect(recoveryCodeOf(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]))).toBe('aaaa-aaaa-aaaa-aaab');
  });

  it.each([
    ['ABCD-efgh ijkl-2345', false, true],
    ['123 456', true, false],
    ['12345', false, false],
    ['1234567', false, false],
    ['abcd-efgh-ijkl-2345-6', false, false],
    ['１２３４５６', false, false],
  ])('%s', (typed, app, recovery) => {
    const code = normaliseCode(typed);
    expect([isAppCode(code), isRecoveryCode(code)]).toEqual([app, recovery]);
  });
});
