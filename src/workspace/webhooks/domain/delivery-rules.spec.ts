import { Secret } from '../../../shared/kernel';
import { awayPauseMs, DISABLED_AFTER_DAYS, isHopeless, outcomeOf, RETRY_FOR_MS, retryPauseMs } from './delivery-rules';
import { signatureOf } from './signature';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const answered = (status: number) => outcomeOf({ ok: true, response: { status, headers: {}, body: '' } });

describe('deliveries', () => {
  it('are tried again later and later, over three days in not too many attempts', () => {
    const pauses = Array.from({ length: 30 }, (_, index) => retryPauseMs(index + 1, 0.5));
    for (const [index, pause] of pauses.slice(1).entries()) expect(pause).toBeGreaterThanOrEqual(pauses[index] ?? 0);
    let attempts = 0;
    for (let waited = 0; waited < RETRY_FOR_MS; attempts += 1) waited += pauses[attempts] ?? Infinity;
    expect(attempts).toBeGreaterThan(15);
    expect(attempts).toBeLessThan(25);
    expect(retryPauseMs(1, 0)).toBeLessThan(retryPauseMs(1, 1));
  });

  it.each([200, 201, 204, 299])('have arrived with the status %i', (status) => {
    expect(answered(status)).toEqual({ kind: 'delivered', status });
  });

  it.each([100, 199, 300, 302, 400, 404, 429, 500, 503])('have not with the status %i', (status) => {
    expect(answered(status)).toMatchObject({ kind: 'failed', status });
  });

  it('are refused for good by a server that is gone', () => {
    expect(answered(410)).toMatchObject({ kind: 'gone' });
  });

  it('say why nobody answered', () => {
    const failure = { class: 'timeout' as const, code: 'timeout', message: 'Too slow.' };
    expect(outcomeOf({ ok: false, failure })).toEqual({ kind: 'failed', error: 'timeout: Too slow.' });
  });

  it('leave an endpoint alone for longer, the longer it is away, and give it up after days', () => {
    expect([0, 600_000, 86_400_000].map(awayPauseMs)).toEqual([30_000, 60_000, 600_000]);
    const since = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
    expect(isHopeless(undefined, NOW)).toBe(false);
    expect(isHopeless(since(DISABLED_AFTER_DAYS - 0.01), NOW)).toBe(false);
    expect(isHopeless(since(DISABLED_AFTER_DAYS), NOW)).toBe(true);
  });

  it('are signed over time and body, by each secret', () => {
    const secrets = [new Secret('one'), new Secret('two')];
    // `printf '1780315200.{}' | openssl dgst -sha256 -hmac one`, and `-hmac two`.
    const signature = signatureOf('{}', NOW, secrets);
    expect(signature).toMatch(/^t=1780315200,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
    expect(signature.split(',')[1]).toBe('v1=df40c3cf527bdd5701d5b461b915d58750957aeee302da8b0494141b2eb80f70');
    expect(signature.split(',')[2]).toBe('v1=814ade635e885b1a2f93c5746a652722c588ce403057ddfafef1e6d11a396bb9');
    expect(signatureOf('{ }', NOW, secrets)).not.toBe(signature);
  });
});
