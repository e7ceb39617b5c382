import { type InstagramSimulator, startInstagramSimulator } from '../src/index';

describe('posts of an account', () => {
  let sim: InstagramSimulator;

  beforeEach(async () => {
    sim = await startInstagramSimulator({ appSecret: 'secret', verifyToken: 'verify' });
  });
  afterEach(() => sim.close());

  const read = async (token: string | null, node = 'me', query = 'fields=id,caption,comments_count') => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${sim.url}/v25.0/${node}/media?${query}`, { headers });
    return { status: response.status, body: (await response.json()) as { data?: { id: string; caption?: string }[] } };
  };

  it('are listed newest first, to their own account alone', async () => {
    const shop = await sim.createAccount({ username: 'shop' });
    const other = await sim.createAccount({ username: 'other' });
    const older = await sim.createPost(shop.id, { caption: 'older' });
    await sim.advanceClock(1_000);
    const newer = await sim.createPost(shop.id, { caption: 'newer' });
    const { body } = await read(shop.accessToken);
    expect(body.data?.map(({ id, caption }) => [id, caption])).toEqual([
      [newer.id, 'newer'],
      [older.id, 'older'],
    ]);
    expect((await read(other.accessToken)).body.data).toEqual([]);
    expect((await read(other.accessToken, shop.id)).status).toBe(400);
  });

  it('are none of an account that is not there', async () => {
    await expect(sim.createPost('nobody')).rejects.toThrow('account nobody');
  });
});
