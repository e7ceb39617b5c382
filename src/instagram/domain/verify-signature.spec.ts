import { createHmac } from 'node:crypto';
import { isSigned } from './verify-signature';

const SECRET = 'test_app_secret';
/** As it travels: non-ASCII escaped, in lower case. */
const BODY = String.raw`{"object":"instagram","entry":[{"id":"17841400000000001","time":1790000000123,"messaging":[{"sender":{"id":"900000000000001"},"recipient":{"id":"17841400000000001"},"timestamp":1790000000000,"message":{"mid":"aWdfZAG1_fixture_0001","text":"caf\u00e9 \ud83d\udc4b"}}]}]}`;
const SIGNATURE = 'sha256=0c522187a2f035d49959877e9cfeb232f077a1cc6543fd44ffda2da04b9677af';
const OF_RESERIALISED = 'sha256=d45dc4057494cead8e784d648be99ea67eff1c9a2cef0e89e9d4e35df5c9ab99';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const sign = (body: Buffer, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('isSigned', () => {
  it('accepts the bytes as they came', () => {
    expect(bytes(BODY)).toHaveLength(269);
    expect(isSigned(bytes(BODY), SIGNATURE, [SECRET])).toBe(true);
  });

  it('refuses what was parsed and written again, though it means the same', () => {
    const again = bytes(JSON.stringify(JSON.parse(BODY)));
    expect(isSigned(again, SIGNATURE, [SECRET])).toBe(false);
    expect(isSigned(again, OF_RESERIALISED, [SECRET])).toBe(true);
    expect(isSigned(bytes(BODY), OF_RESERIALISED, [SECRET])).toBe(false);
  });

  it.each([['first'], ['second'], ['third']])('accepts the %s of several secrets', (secret) => {
    expect(isSigned(bytes(BODY), sign(bytes(BODY), secret), ['first', 'second', 'third'])).toBe(true);
  });

  it('refuses a secret that is not configured, and everything when none is', () => {
    expect(isSigned(bytes(BODY), sign(bytes(BODY), 'other'), [SECRET])).toBe(false);
    expect(isSigned(bytes(BODY), SIGNATURE, [])).toBe(false);
  });

  it.each<[string, string | undefined]>([
    ['none', undefined],
    ['empty', ''],
    ['without its prefix', SIGNATURE.slice('sha256='.length)],
    ['of the old kind', `sha1=${SIGNATURE.slice('sha256='.length)}`],
    ['too short', SIGNATURE.slice(0, -1)],
    ['too long', `${SIGNATURE}0`],
    ['not hexadecimal', `${SIGNATURE.slice(0, -1)}g`],
    ['with something before it', ` ${SIGNATURE}`],
    ['with a line break after it', `${SIGNATURE}\n`],
  ])('refuses a header that is %s', (_, header) => {
    expect(isSigned(bytes(BODY), header, [SECRET])).toBe(false);
  });

  it('refuses another byte at the end', () => {
    expect(isSigned(bytes(`${BODY}\n`), SIGNATURE, [SECRET])).toBe(false);
  });
});
