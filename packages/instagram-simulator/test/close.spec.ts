import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

describe('a simulator that is closed', () => {
  it('keeps no process alive for those who were waiting', async () => {
    const child = spawn(process.execPath, [join(__dirname, 'support', 'close-while-waiting.cjs')]);
    child.stdout.on('data', (chunk: Buffer) => expect(chunk.toString()).toBe('cut off\n'));
    const [[printedAt], [code, endedAt]] = await Promise.all([
      once(child.stdout, 'data').then(() => [performance.now()] as const),
      once(child, 'exit').then(([exitCode]) => [exitCode as number, performance.now()] as const),
    ]);
    expect(code).toBe(0);
    expect(endedAt - printedAt).toBeLessThan(8_000);
  });
});
