import { createHmac } from 'node:crypto';
import { readSignedRequest } from './signed-request';

const SECRET = 'test_app_secret';
/** As the documentation's own example is made. */
const VECTOR =
  'gxRfMA9fa-9uM7eOe3BZflYH3qVJyLYUqcs124X6jws.eyJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImlzc3VlZF9hdCI6MTc5MDAwMDAwMCwidXNlcl9pZCI6IjE3ODQxNDAwMDAwMDAwMDAxIn0';

function signed(payload: unknown, { secret = SECRET, hash = 'sha256' } = {}): string {
  const encoded = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)).toString('base64url');
  return `${createHmac(hash, secret).update(encoded).digest('base64url')}.${encoded}`;
}

const good = { algorithm: 'HMAC-SHA256', issued_at: 1_790_000_000, user_id: '17841400000000001' };

describe('signed_request', () => {
  it('is read when Meta has signed it, also with a secret that is being rotated', () => {
    const read = { userId: '17841400000000001', issuedAt: new Date(1_790_000_000_000) };
    expect(readSignedRequest(VECTOR, [SECRET])).toEqual(read);
    expect(readSignedRequest(VECTOR, ['another', SECRET])).toEqual(read);
    expect(readSignedRequest(signed({ ...good, user_id: 17_841 }), [SECRET])?.userId).toBe('17841');
  });

  it.each<[string, string]>([
    ['no secret fits', signed(good, { secret: 'other' })],
    ['the payload was changed', VECTOR.replace('eyJhbGdv', 'eyJhbGdw')],
    ['the signature was changed', VECTOR.replace('gxRf', 'gxRg')],
    ['it is cut off', VECTOR.slice(0, -1)],
    ['the signature is short', VECTOR.slice(1)],
    ['the parts are swapped', VECTOR.split('.').reverse().join('.')],
    ['another algorithm signed', signed(good, { hash: 'sha1' })],
    ['the payload names another algorithm', signed({ ...good, algorithm: 'none' })],
    ['the payload names none', signed({ issued_at: 1, user_id: '1' })],
    ['there is no user', signed({ ...good, user_id: undefined })],
    ['the user is an object', signed({ ...good, user_id: { $ne: null } })],
    ['the user is no number', signed({ ...good, user_id: '../1' })],
    ['there is no time', signed({ ...good, issued_at: '1790000000' })],
    ['it is no JSON', signed('hello')],
    ['it is null', signed('null')],
    ['there are three parts', `${VECTOR}.x`],
    ['it is empty', ''],
    ['it is only a dot', '.'],
  ])('is refused when %s', (_, text) => {
    expect(readSignedRequest(text, [SECRET])).toBeNull();
  });

  it('is refused when no secret is known', () => {
    expect(readSignedRequest(VECTOR, [])).toBeNull();
  });

  it('is refused for each bit that is turned', () => {
    for (let index = 0; index < VECTOR.length; index += 1) {
      const other = VECTOR[index] === 'A' ? 'B' : 'A';
      // The last character of each part carries bits that decoding drops: the payload is compared as it was sent.
      if (index === 42) continue;
      expect(readSignedRequest(VECTOR.slice(0, index) + other + VECTOR.slice(index + 1), [SECRET])).toBeNull();
    }
  });
});
