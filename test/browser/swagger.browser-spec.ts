import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser, openPage, takeScreenshot } from '../support/browser';
import { Parley } from '../support/parley';

const document = JSON.parse(readFileSync(path.resolve(__dirname, '../../openapi.json'), 'utf8')) as {
  paths: Record<string, object>;
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
    const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods));
    await page
      .locator('.opblock')
      .nth(operations.length - 1)
      .waitFor({ timeout: 20_000 });
    expect(await page.locator('.opblock').count()).toBe(operations.length);
    await takeScreenshot(page, 'swagger');
    expect(troubles).toEqual([]);
  });
});
