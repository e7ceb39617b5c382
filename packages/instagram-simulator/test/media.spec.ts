import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openStage, refusal } from './support/stage';
import type { Stage } from './support/stage';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('files that people send', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await openStage();
  });
  afterEach(() => stage.close());

  const sendPicture = async () => {
    const media = await stage.sim.createMedia('image/png', PNG);
    const { mid } = await stage.sim.customer(stage.customer.id).sendsAttachment('image', media.url);
    return { ...media, mid };
  };
  const linkOf = async (mid: string) => {
    const { body } = await stage.graph('GET', `/${mid}?fields=attachments`);
    const { attachments } = body as { attachments: { data: { image_data: { url?: string } }[] } };
    return attachments.data[0]?.image_data.url;
  };

  it('are served under their links, which anybody can fetch', async () => {
    const { url } = await sendPicture();
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
  });

  it('expire, and reading the message gives a link that works', async () => {
    const { url, mid } = await sendPicture();
    await stage.sim.expireMediaLinks();
    expect((await fetch(url)).status).toBe(403);
    const renewed = await linkOf(mid);
    expect(renewed).not.toBe(url);
    expect((await fetch(renewed ?? '')).status).toBe(200);
  });

  it('may be gone: then nothing leads to them', async () => {
    const { id, url, mid } = await sendPicture();
    await stage.sim.removeMedia(id);
    expect((await fetch(url)).status).toBe(404);
    expect(await linkOf(mid)).toBeUndefined();
    await expect(stage.sim.removeMedia(id)).rejects.toThrow('404');
  });

  it('open with no other signature', async () => {
    const { url } = await sendPicture();
    expect((await fetch(url.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).status).toBe(403);
    expect((await fetch(url.split('?')[0] ?? '')).status).toBe(403);
  });
});

describe('files that the account sends', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await openStage();
    await stage.sim.customer(stage.customer.id).sendsText('hi');
  });
  afterEach(() => stage.close());

  const picture = (url: string) => stage.send({ attachment: { type: 'image', payload: { url } } });

  it('are fetched when that is set, and the ledger shows what was found', async () => {
    await stage.sim.configure({ fetchesMedia: true });
    const { url } = await stage.sim.createMedia('image/png', PNG);
    expect((await picture(url)).status).toBe(200);
    const entry = (await stage.sim.ledger()).at(-1);
    expect(entry?.content.attachments?.[0]?.payload).toMatchObject({
      fetched: { contentType: 'image/png', bytes: 16 },
    });
  });

  it('are refused where nothing is to be had', async () => {
    await stage.sim.configure({ fetchesMedia: true });
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(refusal(await picture(`http://127.0.0.1:${port}/a.png`))).toMatchObject({ code: 100, subcode: 2018008 });
    await new Promise((resolve) => server.close(resolve));
    expect(refusal(await picture(`http://127.0.0.1:${port}/a.png`))).toMatchObject({ code: 100, subcode: 2018008 });
  });

  it('are not fetched unless it is set', async () => {
    expect((await picture('https://files.example/a.png')).status).toBe(200);
  });
});
