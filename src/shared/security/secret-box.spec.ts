import { Secret } from '../kernel';
import { SecretBox, type SealedSecret } from './secret-box';

const boxWith = (...bytes: number[]) =>
  new SecretBox({
    security: {
      encryptionKeys: bytes.map((byte) => ({ id: `k${byte}`, key: Buffer.alloc(32, byte).toString('base64') })),
      jwtKeys: [],
      accessTokenSeconds: 60,
    },
  });
const PLACE = { workspaceId: 'w1', record: 'a1', field: 'token' };
const UNREADABLE = expect.objectContaining({ code: 'SECRET.UNREADABLE', kind: 'internal' }) as Error;
const flipped = (base64: string) => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString('base64');
};

describe('SecretBox', () => {
  const box = boxWith(1);
  const sealed = box.seal(new Secret('IGAA-token ä👋'), PLACE);

  it.each(['IGAA-token ä👋', '', 'x'.repeat(5_000)])('opens what it sealed', (value) => {
    expect(box.open(box.seal(new Secret(value), PLACE), PLACE).reveal()).toBe(value);
  });

  it('shows nothing of the secret, and never looks the same twice', () => {
    const again = box.seal(new Secret('IGAA-token ä👋'), PLACE);
    expect([again.iv, again.data]).not.toEqual([sealed.iv, sealed.data]);
    expect(Buffer.from(JSON.stringify(sealed)).includes('IGAA')).toBe(false);
    expect(Buffer.from(sealed.data, 'base64').includes('IGAA')).toBe(false);
  });

  it.each([
    ['workspace', { ...PLACE, workspaceId: 'w2' }],
    ['record', { ...PLACE, record: 'a2' }],
    ['field', { ...PLACE, field: 'secret' }],
    ['border between them', { workspaceId: 'w1a', record: '1', field: 'token' }],
  ])('does not open in another place: %s', (_, place) => {
    expect(() => box.open(sealed, place)).toThrow(UNREADABLE);
  });

  it.each<[keyof SealedSecret, string]>([
    ['data', flipped(sealed.data)],
    ['iv', flipped(sealed.iv)],
    ['tag', flipped(sealed.tag)],
    ['data', ''],
    ['tag', ''],
    ['tag', Buffer.from(sealed.tag, 'base64').subarray(0, 4).toString('base64')],
    ['keyId', 'k9'],
  ])('does not open what was altered: %s', (field, value) => {
    expect(() => box.open({ ...sealed, [field]: value }, PLACE)).toThrow(UNREADABLE);
  });

  it('does not open with another key of the same name', () => {
    const other = new SecretBox({
      security: {
        encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 9).toString('base64') }],
        jwtKeys: [],
        accessTokenSeconds: 60,
      },
    });
    expect(() => other.open(sealed, PLACE)).toThrow(UNREADABLE);
  });

  it('tells where the secret lay, and nothing of it', () => {
    try {
      box.open(sealed, { ...PLACE, record: 'a2' });
      throw new Error('opened');
    } catch (error) {
      expect(error).toMatchObject({ details: { workspaceId: 'w1', record: 'a2', field: 'token', keyId: 'k1' } });
    }
  });

  it('rotates: the first key seals, the others still open', () => {
    const rotated = boxWith(2, 1);
    expect(rotated.open(sealed, PLACE).reveal()).toBe('IGAA-token ä👋');
    const fresh = rotated.seal(new Secret('new'), PLACE);
    expect(fresh.keyId).toBe('k2');
    expect(() => box.open(fresh, PLACE)).toThrow(UNREADABLE);
  });
});
