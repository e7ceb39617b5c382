import { WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { Parley } from '../support/parley';
import { postWebhook, textsBody } from '../support/webhook-post';

const POISON = 'What does POISON cost?';

describe('an event that fails every time', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start();
    await parley.worker.stop();
    await parley.worker.start({ FAULT_POINTS: `turn.decide=${POISON}:throw-always` });
  });

  afterAll(() => parley.stop());

  const statusesOf = async (lane: Lane) => (await lane.events('message')).map(({ status }) => status);

  async function parkedEvents() {
    const { data } = await parley.client.GET('/v1/admin/parked', { params: { query: { kind: 'event' } } });
    return data?.items ?? [];
  }

  async function settle(parkedId: string, how: 'replay' | 'discard'): Promise<number> {
    const path = `/v1/admin/parked/events/{parkedId}/${how}` as const;
    const { response } = await parley.client.POST(path, { params: { path: { parkedId } } });
    return response.status;
  }

  async function parkedOf(lane: Lane) {
    const { _id } = await lane.row();
    return (await parkedEvents()).filter(({ conversationId }) => conversationId === _id);
  }

  it('is parked, and its neighbours in the same batch are handled once each', async () => {
    const lane = await Lane.open(parley);
    const items = [];
    for (const text of ['price?', 'price again?', POISON, 'and the price of this?', 'what does it cost?'])
      items.push(await lane.saysUnheard(text));
    expect(await postWebhook(parley.apiUrl, textsBody(parley.account.id, items))).toBe(200);
    await lane.endsWith([WHICH_PIECE, WHICH_PIECE, WHICH_PIECE, WHICH_PIECE]);
    expect(await statusesOf(lane)).toEqual(['done', 'done', 'parked', 'done', 'done']);
    expect(await lane.textsFrom('participant')).not.toContain(POISON);
    expect((await lane.row()).attempts).toEqual([]);
    expect(await parkedOf(lane)).toMatchObject([{ kind: 'event', reason: 'Tried 5 times without a result.' }]);
  });

  it('is parked alone in a conversation that goes on, and can be discarded once', async () => {
    const lane = await Lane.open(parley);
    await lane.says(POISON);
    await lane.says('price?');
    await lane.endsWith([WHICH_PIECE]);
    const [parked] = await parkedOf(lane);
    expect(await settle(parked?.id ?? '', 'discard')).toBe(204);
    expect(await settle(parked?.id ?? '', 'discard')).toBe(404);
    expect(await parkedOf(lane)).toEqual([]);
    await lane.endsWith([WHICH_PIECE]);
    expect(await statusesOf(lane)).toEqual(['discarded', 'done']);
  });

  it('survives a worker that dies before the mark: it stays parked, and is not done', async () => {
    const lane = await Lane.open(parley);
    await parley.worker.stop();
    await parley.worker.start({ FAULT_POINTS: `turn.decide=${POISON}:throw-always,turn.parked:kill` });
    await lane.says(POISON);
    await parley.worker.ended();
    expect(await statusesOf(lane)).toEqual(['pending']);
    await parley.worker.start();
    await lane.endsWith([]);
    expect(await statusesOf(lane)).toEqual(['parked']);
  });

  it('works once when it is replayed after the cause is gone', async () => {
    await parley.worker.stop();
    await parley.worker.start({ FAULT_POINTS: `turn.decide=${POISON}:throw-always` });
    const lane = await Lane.open(parley);
    await lane.says(POISON);
    await lane.endsWith([]);
    await parley.worker.stop();
    await parley.worker.start();
    const [parked] = await parkedOf(lane);
    const statuses = await Promise.all([settle(parked?.id ?? '', 'replay'), settle(parked?.id ?? '', 'replay')]);
    expect(statuses).toContain(204);
    expect(await settle(parked?.id ?? '', 'replay')).toBe(404);
    await lane.endsWith([WHICH_PIECE]);
    expect(await lane.textsFrom('participant')).toEqual([POISON]);
    expect(await statusesOf(lane)).toEqual(['replayed', 'done']);
  });
});
