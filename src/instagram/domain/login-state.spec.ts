import { challengeOf, loginHash, readState, signState } from './login-state';

const STATE = { nonce: 'n'.repeat(43), workspaceId: 'w1', actorId: 'u1', expiresAt: new Date(1_790_000_000_000) };
const KEY = 'k'.repeat(40);
const text = signState(STATE, KEY);

describe('the state of a login', () => {
  it('comes back as it was signed, also after a new key has taken over', () => {
    expect(readState(text, [KEY])).toEqual(STATE);
    expect(readState(text, ['new'.repeat(20), KEY])).toEqual(STATE);
  });

  it.each<[string, string]>([
    ['of another workspace', text.replace('.w1.', '.w2.')],
    ['of another person', text.replace('.u1.', '.u2.')],
    ['of another login', text.replace('nnn', 'nnm')],
    ['that lives longer', text.replace(/\.[a-z0-9]+(?=\.[^.]+$)/, '.zzzzzzzz')],
    ['without a signature', text.split('.').slice(0, 4).join('.')],
    ['with an empty signature', `${text.split('.').slice(0, 4).join('.')}.`],
    ['with a part too many', `${text}.x`],
    ['with nothing in it', ''],
    ['as the original had it', Buffer.from(JSON.stringify({ workspaceId: 'w1', userId: 'u1' })).toString('base64')],
    ['with an operator', text.replace('w1', '{"$ne":1}')],
  ])('is refused %s', (_, forged) => {
    expect(readState(forged, [KEY])).toBeNull();
  });

  it('is refused when another key signed it', () => {
    expect(readState(text, ['other'.repeat(10)])).toBeNull();
    expect(readState(text, [])).toBeNull();
  });

  it('is kept as a hash, and its verifier shown as a challenge', () => {
    expect(loginHash('a')).toMatch(/^[0-9a-f]{64}$/);
    // The example of RFC 7636, appendix B.
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});
