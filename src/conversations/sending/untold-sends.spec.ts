import { standIn } from '../../../test/support/stand-in';
import { ManualClock } from '../../../test/support/manual-clock';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import type { RedisConnections } from '../../shared/redis';
import { UntoldSends } from './untold-sends';

const send = { workspaceId: 'w' as WorkspaceId, conversationId: 'c' as ConversationId, effectId: 'e' };

describe('UntoldSends', () => {
  const telemetry = new TelemetryProbe();
  const untold = (commands: Partial<RedisConnections['commands']>) =>
    new UntoldSends(
      { redis: { url: '', prefix: 'p' } },
      standIn<RedisConnections>({ commands: standIn<RedisConnections['commands']>(commands) }),
      new ManualClock(),
      telemetry.logger,
    );

  it('lets sends go on while Redis is away, and says so', async () => {
    const away = () => Promise.reject(new Error('away'));
    const sends = untold({ zadd: away, zrem: away });
    await expect(sends.note(send)).resolves.toBeUndefined();
    await expect(sends.forget(send)).resolves.toBeUndefined();
    expect(telemetry.lines.map(({ message }) => message)).toEqual(Array(2).fill('untold sends not noted'));
  });

  it('waits for a Redis that does not answer, but not for long', async () => {
    const never = () => new Promise<never>(() => undefined);
    await expect(untold({ zadd: never }).note(send)).resolves.toBeUndefined();
  });
});
