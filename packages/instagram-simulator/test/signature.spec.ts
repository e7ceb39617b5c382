import { createHmac } from 'node:crypto';
import { encodeBody, signature256 } from '../src/index';
import { APP_SECRET, openStage } from './support/stage';
import type { Stage } from './support/stage';

/** The published test vector: one line of 269 bytes, escapes kept as written. */
const VECTOR_BODY =
  '{"object":"instagram","entry":[{"id":"17841400000000001","time":1790000000123,"messaging":[{"sender":{"id":"900000000000001"},"recipient":{"id":"17841400000000001"},"timestamp":1790000000000,"message":{"mid":"aWdfZAG1_fixture_0001","text":"caf\\u00e9 \\ud83d\\udc4b"}}]}]}';
const VECTOR_SIGNATURE = 'sha256=0c522187a2f035d49959877e9cfeb232f077a1cc6543fd44ffda2da04b9677af';

describe('the signature', () => {
  it('matches the test vector, byte for byte', () => {
    const encoded = encodeBody(JSON.parse(VECTOR_BODY));
    expect(encoded).toBe(VECTOR_BODY);
    expect(Buffer.byteLength(encoded)).toBe(269);
    expect(signature256(APP_SECRET, encoded)).toBe(VECTOR_SIGNATURE);
  });

  it('differs when the body is re-serialised without escapes', () => {
    const reserialised = JSON.stringify(JSON.parse(VECTOR_BODY));
    expect(signature256(APP_SECRET, reserialised)).toBe(
      'sha256=d45dc4057494cead8e784d648be99ea67eff1c9a2cef0e89e9d4e35df5c9ab99',
    );
  });

  it.each([
    ['ÿ', '"\\u00ff"'],
    ['\u007f', '"\u007f"'],
    ['漢', '"\\u6f22"'],
    ['"\\\n', '"\\"\\\\\\n"'],
  ])('escapes %j as Meta does', (text, encoded) => expect(encodeBody(text)).toBe(encoded));
});

describe('a webhook on the wire', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('is plain ASCII JSON, signed over exactly the bytes that travel', async () => {
    await stage.sim.customer(stage.customer.id).sendsText('Olá 👋 <b>/');
    await stage.sim.whenIdle();
    const [received] = stage.callback.received;
    expect(received?.contentType).toBe('application/json');
    expect(received?.body).toMatch(/^[\x20-\x7e]+$/);
    expect(received?.body).toContain('Ol\\u00e1 \\ud83d\\udc4b <b>/');
    const digest = createHmac('sha256', APP_SECRET)
      .update(received?.body ?? '')
      .digest('hex');
    expect(received?.signature).toBe(`sha256=${digest}`);
  });
});
