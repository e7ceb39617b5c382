import type { Browser } from 'playwright-core';
import { openBrowser, openPage, takeScreenshot, type WatchedPage } from '../support/browser';
import { Parley } from '../support/parley';

const DAY_MS = 86_400_000;
const DAYS = 30;
const CHARTS = 11;

/** Of thirty days: a week's ups and downs, a slow rise, one bad day. */
function countsOf(place: number): Record<string, number> {
  const busy = Math.round(60 + place * 1.5 + 25 * Math.sin((place / 7) * 2 * Math.PI));
  const [bot, people] = [Math.round(busy * 0.7), Math.round(busy * 0.3)];
  const bucket = 1_100 + (place === 20 ? 150 : place);
  return {
    ...{ 'conv:active': busy, 'conv:new': Math.round(busy / 3), 'in:text': busy * 3, 'in:attachment': people },
    ...{ 'in:comment': 9, 'out:bot': bot * 2, 'out:person': people, 'out:app': 4, 'send:sent': bot * 2 + people },
    ...{ 'send:failed': 5, 'fail:0': 3, 'fail:1': 2, 'ask:all': busy, 'ask:bot': bot, 'ask:human': people - 3 },
    ...{ [`h:first:${bucket}`]: busy - 3, [`h:first-open:${bucket - 60}`]: busy - 3 },
    ...{ 'handled:bot': bot, 'handled:human': 6, 'handled:both': people, 'esc:opened': 4, 'goal:lead:completed': 5 },
    ...{
      'lang:es': Math.round(busy / 2),
      'lang:en': people,
      'lang:unknown': 3,
      'kb:replies': bot,
      'kb:backed': people,
    },
    ...{ 'fu:sent': 6, 'fu:replied': 2, 'ses:started': busy, 'ses:completed': bot, 'ses:handed_off': 4 },
  };
}

describe('the page of a report', () => {
  let parley: Parley;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    [parley, browser] = await Promise.all([Parley.start({ workers: 0 }), openBrowser()]);
    const { workspaceId } = parley.owner;
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const dayOf = (place: number) => new Date(today - (DAYS - 1 - place) * DAY_MS).toISOString().slice(0, 10);
    const rows = Array.from({ length: DAYS }, (_, place) => ({
      ...{ _id: `day-${place}`, workspaceId, day: dayOf(place), counts: countsOf(place) },
    }));
    const labels = { failure: { 'GRAPH~WINDOW_CLOSED': '0', 'GRAPH~USER_UNAVAILABLE': '1' } };
    const basis = { hours: { timeZone: 'UTC', weekly: null, exceptions: [] } };
    const standing = { day: '', sequence: 1, basis, labels, given: {}, countedAt: new Date() };
    const collection = parley.database.collection<{ _id: string; workspaceId: string; day: string }>(
      'reportDailyWorkspaces',
    );
    await collection.deleteMany({ workspaceId });
    await collection.insertMany([...rows, { _id: 'standing', workspaceId, ...standing }]);
    watched = await openPage(browser, await address());
  });

  afterAll(async () => {
    await browser.close();
    await parley.stop();
  });

  /** As a front end makes it: a ticket stands in for the token. */
  async function address(): Promise<string> {
    const login = await fetch(`${parley.apiUrl}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: parley.owner.email, password: parley.owner.password }),
    });
    const { token } = (await login.json()) as { token: string };
    const base = `${parley.apiUrl}/v1/workspaces/${parley.owner.workspaceId}/reports`;
    const answer = await fetch(`${base}/page-ticket`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const { ticket } = (await answer.json()) as { ticket: string };
    return `${base}/summary.html?ticket=${ticket}`;
  }

  it('shows figures and charts, without a script, an error or a request', async () => {
    const { page, troubles } = watched;
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('.tiles li').count()).toBeGreaterThan(8);
    expect(await page.locator('figure svg').count()).toBe(CHARTS);
    await page.screenshot({ path: 'test-results/report-light.png', fullPage: true });
    expect(troubles).toEqual([]);
  });

  it('names every chart and puts its numbers into a table, for who cannot see it', async () => {
    const { page } = watched;
    const images = page.getByRole('img');
    expect(await images.count()).toBe(CHARTS);
    expect(await page.getByRole('img', { name: 'Messages sent' }).count()).toBeGreaterThanOrEqual(1);
    await page.locator('details > summary').first().click();
    expect(await page.getByRole('row').count()).toBeGreaterThan(DAYS);
    await page.locator('details > summary').first().click();
  });

  it('follows a dark scheme, and fits a phone', async () => {
    const { page } = watched;
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).not.toBe(light);
    await takeScreenshot(page, 'report-dark');
    await page.setViewportSize({ width: 380, height: 800 });
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    await takeScreenshot(page, 'report-phone');
  });
});
