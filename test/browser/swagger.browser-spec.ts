import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser, openPage, takeScreenshot } from '../support/browser';
import { Parley } from '../support/parley';

const document = JSON.parse(readFileSync(path.resolve(__dirname, '../../openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, { tags: string[] }>>;
};

describe('Swagger UI', () => {
  let parley: Parley;
  let browser: Browser;

  beforeAll(async () => {
    [parley, browser] = await Promise.all([Parley.start({ workers: 0 }), openBrowser()]);
  });

  afterAll(async () => {
    await browser.close();
    await parley.stop();
  });

  it('shows every operation, without an error and without asking another host', async () => {
    const { page, troubles } = await openPage(browser, `${parley.apiUrl}/docs`);
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const tags = [...new Set(operations.flatMap((operation) => operation.tags))];
    await page.locator('.opblock-tag').first().waitFor({ timeout: 20_000 });
    expect((await page.locator('.opblock-tag').count()) >= tags.length).toBe(true);
    // One heading at a time: of a long page only what is in sight is drawn.
    for (const tag of tags) {
      const heading = page.locator(`.opblock-tag[data-tag="${tag}"]`);
      const expected = operations.filter((operation) => operation.tags.includes(tag)).length;
      await heading.click();
      await page
        .locator('.opblock')
        .nth(expected - 1)
        .waitFor({ timeout: 20_000 });
      expect([tag, await page.locator('.opblock').count()]).toEqual([tag, expected]);
      if (tag !== tags.at(-1)) await heading.click();
    }
    await takeScreenshot(page, 'swagger');
    expect(troubles).toEqual([]);
  });
});
