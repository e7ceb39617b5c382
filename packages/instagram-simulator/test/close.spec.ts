import { startInstagramSimulator } from '../src';

const timeouts = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('a simulator that is closed', () => {
  it('keeps no process alive for those who were waiting', async () => {
    const simulator = await startInstagramSimulator({ appSecret: 's', verifyToken: 'v' });
    const before = timeouts();
    const cutOff = simulator.webhooks({ waitMs: 20_000 }).then(
      () => false,
      () => true,
    );
    // Answered after the wait has begun: calls of one client are taken in order.
    await simulator.accounts();
    await simulator.close();
    expect(await cutOff).toBe(true);
    expect(timeouts()).toBeLessThanOrEqual(before);
  });
});
