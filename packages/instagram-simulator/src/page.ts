import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const PUBLIC_FOLDER = join(__dirname, '..', 'public');

const FILES = [
  { path: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/base.css', file: 'base.css', type: 'text/css; charset=utf-8' },
  { path: '/chat.css', file: 'chat.css', type: 'text/css; charset=utf-8' },
  { path: '/app.css', file: 'app.css', type: 'text/css; charset=utf-8' },
  { path: '/app.js', file: 'app.js', type: 'text/javascript; charset=utf-8' },
  { path: '/chat-view.js', file: 'chat-view.js', type: 'text/javascript; charset=utf-8' },
  { path: '/control.js', file: 'control.js', type: 'text/javascript; charset=utf-8' },
  { path: '/favicon.svg', file: 'favicon.svg', type: 'image/svg+xml' },
] as const;

/** The chat page: static files, named one by one, so that no path can lead elsewhere. */
export function registerPage(server: FastifyInstance): void {
  for (const { path, file, type } of FILES) {
    server.get(path, async (_request, reply) => {
      const content = await readFile(join(PUBLIC_FOLDER, file));
      return reply.type(type).header('cache-control', 'no-store').send(content);
    });
  }
}
