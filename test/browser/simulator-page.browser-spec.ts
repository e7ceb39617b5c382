import type { Browser } from 'playwright-core';
import { openBrowser, openPage, takeScreenshot, type WatchedPage } from '../support/browser';
import { Parley } from '../support/parley';

describe('the chat page', () => {
  let parley: Parley;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    [parley, browser] = await Promise.all([Parley.start(), openBrowser()]);
    await parley.newCustomer('Jane Doe');
    watched = await openPage(browser, parley.simulator.url);
    await watched.page.getByText('Jane Doe').first().click();
  });

  afterAll(async () => {
    await browser.close();
    await parley.stop();
  });

  const write = async (text: string) => {
    await watched.page.getByTestId('composer').fill(text);
    await watched.page.getByTestId('send').click();
  };
  const answer = (text: string) =>
    watched.page.getByTestId('bubble-out').filter({ hasText: text }).last().waitFor({ timeout: 20_000 });

  it('shows the answer of the flow to what a person types, and follows a quick reply', async () => {
    await write('How much is a bowl?');
    await answer('Which piece do you like?');
    await watched.page.getByTestId('quick-reply').filter({ hasText: 'Bowl' }).click();
    await answer('Bowls are 42 €.');
    await takeScreenshot(watched.page, 'chat-quick-reply');
  });

  it('follows a button, and shows the hand-over', async () => {
    await write('When are you open?');
    await answer('We are open Tuesday to Saturday');
    await watched.page.getByTestId('button').filter({ hasText: 'Talk to a person' }).last().click();
    await answer('A colleague will answer you here.');
    await takeScreenshot(watched.page, 'chat-hand-over');
  });

  it('lets the owner type in the app, and the bot leave the word to them', async () => {
    await parley.newCustomer('Mia Berg');
    await watched.page.getByText('Mia Berg').first().click();
    await write('price?');
    await answer('Which piece do you like?');
    await watched.page.getByTestId('owner-composer').fill('Hi Mia, Ana here. I will send you our list.');
    await watched.page.getByTestId('owner-send').click();
    await answer('Hi Mia, Ana here.');
    await parley.settled();
    await write('price?');
    await watched.page.getByTestId('bubble-in').filter({ hasText: 'price?' }).nth(1).waitFor({ timeout: 20_000 });
    await parley.settled();
    await takeScreenshot(watched.page, 'chat-owner');
    expect(await watched.page.getByTestId('bubble-out').allInnerTexts()).toEqual([
      expect.stringContaining('Which piece do you like?'),
      expect.stringContaining('Hi Mia, Ana here.'),
    ]);
  });

  it('has no error and asks no other host', () => {
    expect(watched.troubles).toEqual([]);
  });
});
