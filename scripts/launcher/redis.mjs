import { connect } from 'node:net';
import { mkdirSync } from 'node:fs';
import { freePort } from './free-port.mjs';
import { isInstalled, run } from './run.mjs';

/** The program, installed from Debian's package when it is missing and may be. */
export async function ensureRedisServer(say) {
  if (await isInstalled('redis-server')) return;
  const mayInstall = process.getuid?.() === 0 && (await isInstalled('apt-get'));
  if (!mayInstall)
    throw new Error('Parley needs Redis: run "sudo apt-get install redis-server" (Debian, Ubuntu), or set REDIS_URL.');
  say('installing redis-server (apt-get)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { quiet: true, env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], { quiet: true, env });
}

/** A private server on a free port of the loopback interface. `folder`: keeps its data there; without it, memory only. */
export async function startRedis(group, { folder, onEnd } = {}) {
  const port = await freePort();
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const storage =
    folder === undefined
      ? ['--save', '', '--appendonly', 'no']
      : ['--dir', folder, '--appendonly', 'yes', '--save', ''];
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--maxmemory-policy',
    'noeviction',
    '--daemonize',
    'no',
    ...storage,
  ];
  await group.startChecked('redis', 'redis-server', args, process.env, () => answers(port), onEnd);
  return `redis://127.0.0.1:${port}`;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('error', () => end(false));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
  });
}
