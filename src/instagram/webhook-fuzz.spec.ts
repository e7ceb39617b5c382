import { encodeBody } from '@parley/instagram-simulator';
import { IngestDesk } from '../../test/support/ingest-desk';
import { fuzzWebhooks } from '../../test/support/webhook-fuzz';
import { seededRandom } from '../../test/support/webhook-mutations';
import { webhookOf } from '../../test/support/webhook-fixtures';

const WEBHOOKS = 20_000;
/** On a machine that has no time, fewer; a fraction shows whether anything gets through. */
const WITHIN_MS = 8_000;
const AT_LEAST = 2_000;
const FORGERIES = 10_000;
const SECONDS_20 = 20_000;

it(
  'of webhooks with something wrong, nothing is stored but what was told in the right form, and all is counted',
  async () => {
    const seed = Date.now() % 1_000_000;
    const { faults, delivered, refused, counted, rows } = await fuzzWebhooks(WEBHOOKS, seed, WITHIN_MS);
    expect({ seed, faults }).toEqual({ seed, faults: [] });
    // All of it was looked at: what was refused, what was kept for an admin, what was stored, and what is known already.
    expect(delivered).toBeGreaterThan(AT_LEAST);
    expect(refused).toBeGreaterThan(delivered / 100);
    expect(counted['unrecognised']).toBeGreaterThan(delivered / 10);
    expect(counted['duplicate']).toBeGreaterThan(delivered / 10);
    // One in a hundred of the fewest that are delivered, on a machine that has no time.
    expect(counted['stored']).toBeGreaterThan(AT_LEAST / 100);
    // Those of unknown kinds are counted by delivery, also where the same one comes again.
    expect(rows).toBeGreaterThan(counted['stored'] ?? Infinity);
    expect('polluted' in {}).toBe(false);
  },
  SECONDS_20,
);

describe('forged webhooks', () => {
  const desk = new IngestDesk('the-right-secret-of-the-tests');
  const body = Buffer.from(encodeBody(webhookOf({ message: { mid: 'm1', text: 'café 👋' } })));
  const right = desk.signatureOf(body);

  /** Each with a signature that is not that of its bytes. */
  function forgery(random: () => number): [Buffer, string | undefined] {
    const at = Math.floor(random() * 64) + 'sha256='.length;
    const other = (Number.parseInt(right.charAt(at), 16) + 1 + Math.floor(random() * 15)) % 16;
    const bytes = Buffer.from(body);
    const place = Math.floor(random() * bytes.length);
    bytes[place] = (bytes.readUInt8(place) + 1 + Math.floor(random() * 255)) % 256;
    const secret = `secret-${random()}`;
    const ways: [Buffer, string | undefined][] = [
      [body, right.slice(0, at) + other.toString(16) + right.slice(at + 1)],
      [body, right.slice(0, at)],
      [body, right + other.toString(16)],
      [body, right.toUpperCase()],
      [body, right.replace('sha256', 'sha1')],
      [body, right.slice('sha256='.length)],
      [body, ` ${right}`],
      [body, `${right},${right}`],
      [body, undefined],
      [body, desk.signatureOf(body, secret)],
      [body, desk.signatureOf(body, '')],
      [bytes, right],
      [body.subarray(0, place), right],
      [Buffer.concat([body, Buffer.from(' ')]), right],
      [Buffer.from(JSON.stringify(JSON.parse(body.toString()))), right],
      [Buffer.alloc(0), right],
    ];
    return ways[Math.floor(random() * ways.length)] as [Buffer, string | undefined];
  }

  it(
    'are refused, every one, and nothing of them is stored',
    async () => {
      const seed = Date.now() % 1_000_000;
      const random = seededRandom(seed);
      const accepted: unknown[] = [];
      for (let tried = 0; tried < FORGERIES; tried++) {
        const [bytes, signature] = forgery(random);
        const { status } = await desk.post(bytes, signature);
        if (status !== 401) accepted.push([status, signature, bytes.toString()]);
      }
      expect({ seed, accepted, stored: desk.rows.size }).toEqual({ seed, accepted: [], stored: 0 });
    },
    SECONDS_20,
  );

  it('the right one is taken, so that it is the forgery that is refused', async () => {
    expect(await desk.post(body, right)).toEqual({ status: 200 });
    expect(desk.rows.size).toBe(1);
  });
});

it('while the secret is rotated, no event is lost, and afterwards the old one opens nothing', async () => {
  const [oldSecret, newSecret] = ['the-old-secret-of-the-tests', 'the-new-secret-of-the-tests'];
  const phases = [[oldSecret], [oldSecret, newSecret], [newSecret, oldSecret], [newSecret]];
  const outcomes: string[] = [];
  for (const [phase, configured] of phases.entries()) {
    const desk = new IngestDesk(newSecret, configured);
    for (const secret of [oldSecret, newSecret]) {
      const bytes = Buffer.from(encodeBody(webhookOf({ message: { mid: `${phase}-${secret}`, text: 'hi' } })));
      outcomes.push(
        `${phase} ${secret === oldSecret ? 'old' : 'new'} ${(await desk.post(bytes, desk.signatureOf(bytes, secret))).status}`,
      );
    }
  }
  expect(outcomes).toEqual([
    ...['0 old 200', '0 new 401'],
    ...['1 old 200', '1 new 200'],
    ...['2 old 200', '2 new 200'],
    ...['3 old 401', '3 new 200'],
  ]);
});
