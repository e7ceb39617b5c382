import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStage } from './support/stage';
import type { Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const PUBLIC = join(__dirname, '..', 'public');

describe('the page', () => {
  it.each([
    ['/', 'index.html', 'text/html'],
    ['/base.css', 'base.css', 'text/css'],
    ['/app.css', 'app.css', 'text/css'],
    ['/chat.css', 'chat.css', 'text/css'],
    ['/app.js', 'app.js', 'text/javascript'],
    ['/chat-view.js', 'chat-view.js', 'text/javascript'],
    ['/control.js', 'control.js', 'text/javascript'],
    ['/favicon.svg', 'favicon.svg', 'image/svg+xml'],
  ])('serves %s', async (path, file, type) => {
    const answer = await fetch(`${stage.sim.url}${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(await answer.text()).toBe(readFileSync(join(PUBLIC, file), 'utf8'));
  });

  it('asks for nothing beyond this server, and names every file it needs', async () => {
    const html = readFileSync(join(PUBLIC, 'index.html'), 'utf8');
    const asked = [...html.matchAll(/(?:src|href)="([^"#][^"]*)"/g)].map(([, url]) => url ?? '');
    expect(asked.length).toBeGreaterThan(4);
    for (const url of asked) {
      expect(url).toMatch(/^\/[\w-]+\.(css|js|svg)$/);
      expect((await fetch(`${stage.sim.url}${url}`)).status).toBe(200);
    }
  });

  it('is not a way to other files', async () => {
    for (const path of ['/..%2fpackage.json', '/package.json', '/%2e%2e/package.json']) {
      expect((await fetch(`${stage.sim.url}${path}`)).status).toBeGreaterThanOrEqual(400);
    }
  });
});
