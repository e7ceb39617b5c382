import { PasswordHasher } from './password-hasher';

const PASSWORD = 'correct horse battery';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();

  it('hashes with argon2id and the parameters that OWASP asks for, salted', async () => {
    const [one, two] = await Promise.all([hasher.hash(PASSWORD), hasher.hash(PASSWORD)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  it('tells right from wrong, and never accepts an unknown user', async () => {
    const stored = await hasher.hash(PASSWORD);
    await expect(hasher.verify(stored, PASSWORD)).resolves.toBe(true);
    await expect(hasher.verify(stored, `${PASSWORD}!`)).resolves.toBe(false);
    await expect(hasher.verify(null, PASSWORD)).resolves.toBe(false);
  });

  it('works as hard for an unknown user as for a known one', async () => {
    const stored = await hasher.hash(PASSWORD);
    // Of the processor, not of the clock, which runs on while others are served.
    const workOf = async (hash: string | null) => {
      const before = process.cpuUsage();
      await hasher.verify(hash, 'wrong password');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      known.push(await workOf(stored));
      unknown.push(await workOf(null));
    }
    expect(Math.min(...unknown) / Math.min(...known)).toBeGreaterThan(0.5);
  });

  it('turns a storm away instead of queueing it without end, and recovers', async () => {
    const storm = Array.from({ length: 80 }, () => hasher.verify(null, PASSWORD));
    const results = await Promise.allSettled(storm);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(80 - 2 - 64);
    expect(refused[0]?.reason).toMatchObject({ code: 'SECURITY.BUSY', kind: 'rate-limited' });
    await expect(hasher.verify(null, PASSWORD)).resolves.toBe(false);
  });
});
