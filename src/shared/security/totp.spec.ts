import { newTotpSecret, totpCodeAt, totpStepOf, totpUri } from './totp';

/** RFC 6238, appendix B: the secret of its SHA-1 vectors, and the last six digits of its codes. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('one-time passwords', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('of second %d are those of the RFC', (second, code) => {
    const at = new Date(second * 1_000);
    expect(totpCodeAt(RFC_SECRET, at)).toBe(code);
    expect(totpStepOf(RFC_SECRET, code, at)).toBe(Math.floor(second / 30));
  });

  it('count one step before and after, and know which', () => {
    const at = new Date(1_111_111_109_000);
    const step = Math.floor(1_111_111_109 / 30);
    const codeAt = (steps: number) => totpCodeAt(RFC_SECRET, new Date(at.getTime() + steps * 30_000));
    expect([-2, -1, 0, 1, 2].map((steps) => totpStepOf(RFC_SECRET, codeAt(steps), at))).toEqual([
      null,
      step - 1,
      step,
      step + 1,
      null,
    ]);
  });

  it('have secrets of 160 bits, all different, that apps can read', () => {
    const [one, two] = [newTotpSecret(), newTotpSecret()];
    expect(one).toMatch(/^[A-Z2-7]{32}$/);
    expect(one).not.toBe(two);
    expect(totpUri(one, 'mia@shop.example')).toMatch(/^otpauth:\/\/totp\/Parley:mia%40shop\.example\?/);
    expect(totpUri(one, 'mia@shop.example')).toContain(`secret=${one}`);
  });
});
