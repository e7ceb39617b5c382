import { EventSource } from '../support/event-source';
import { Lane } from '../support/lane';
import { OwnerApi } from '../support/owner-api';
import { Parley, until } from '../support/parley';

interface Told {
  id: string;
  conversationId?: string;
  data: { direction?: string; text?: string; status?: string };
}

describe('the live stream of a workspace, over two API processes', () => {
  let parley: Parley;
  let owner: OwnerApi;
  let second: Awaited<ReturnType<Parley['startApi']>>;

  beforeAll(async () => {
    parley = await Parley.start({ workers: 2 });
    owner = new OwnerApi(parley);
    second = await parley.startApi();
  });
  afterAll(async () => {
    await second.process.stop();
    await parley.stop();
  });

  const open = async (base: string, query = '', headers: Record<string, string> = {}): Promise<EventSource> => {
    const { status, body } = await owner.call('POST', '/stream/ticket');
    expect(status).toBe(201);
    const url = `${base}/v1/workspaces/${parley.owner.workspaceId}/stream?ticket=${String(body['ticket'])}${query}`;
    return EventSource.open(url, headers);
  };
  const told = (source: EventSource) =>
    source.events
      .filter(({ name }) => name !== 'ready')
      .map(({ name, body }) => ({ name, ...(JSON.parse(body) as Told) }));
  const messages = (events: ReturnType<typeof told>) =>
    events.filter(({ name }) => name === 'message.received' || name === 'message.sent');

  it('tells everybody everything, once and in order, also across a reconnect to the other process', async () => {
    const [steady, away] = [await open(parley.apiUrl), await open(second.url)];
    const lane = await Lane.open(parley);
    const heard: ReturnType<typeof told> = [];
    let traveller = away;
    const visits = [second.url, parley.apiUrl];
    for (let round = 0; round < 4; round += 1) {
      await lane.says(`hello ${round}`);
      await traveller.close();
      heard.push(...told(traveller));
      await lane.says(`again ${round}`);
      traveller = await open(visits[round % 2] ?? second.url, `&lastEventId=${traveller.lastId}`);
    }
    await parley.settled();
    const isAll = () => messages(told(steady)).filter(({ name }) => name === 'message.received').length === 8;
    await until(isAll, 20_000, 'all that was written');
    const all = () => [...heard, ...told(traveller)].map(({ id }) => id);
    await until(() => all().length >= told(steady).length, 20_000, 'both to have heard the same');
    expect(told(steady).map(({ name }) => name)).not.toContain('resync');
    expect(all()).toEqual(told(steady).map(({ id }) => id));
    expect(new Set(all()).size).toBe(all().length);
    const received = messages(told(steady)).filter(({ name }) => name === 'message.received');
    expect(received.map(({ data }) => data.text)).toEqual(
      [0, 1, 2, 3].flatMap((round) => [`hello ${round}`, `again ${round}`]),
    );
    const sent = messages(told(steady)).filter(({ name }) => name === 'message.sent');
    expect(sent.map(({ data }) => data.text)).toEqual(await parley.sentTo(lane.customer));
    await Promise.all([steady.close(), traveller.close()]);
  });

  it('tells what members do, and what becomes of it', async () => {
    const source = await open(second.url, '&types=message.changed,message.sent,conversation.changed');
    const lane = await Lane.open(parley);
    await lane.says('price?');
    await lane.becomes(({ lastMessage }) => lastMessage?.direction === 'out', 'the answer');
    const { _id } = await lane.row();
    const written = { kind: 'text', text: 'From Ann.' };
    const accepted = await owner.call('POST', `/conversations/${_id}/messages`, written);
    expect(accepted).toMatchObject({ status: 202 });
    const ofLane = () => told(source).filter(({ conversationId }) => conversationId === _id);
    await until(
      () => ofLane().some(({ data }) => data.text === 'From Ann.' && data.status === 'sent'),
      20_000,
      'it to be sent',
    );
    const states = ofLane().filter(({ data }) => data.text === 'From Ann.');
    expect(states.map(({ data }) => data.status)).toEqual(['queued', 'sent']);
    expect(ofLane().some(({ name }) => name === 'conversation.changed')).toBe(true);
    expect(told(source).some(({ name }) => name === 'message.received')).toBe(false);
    await source.close();
  });

  it('ends with its process, and goes on at another one', async () => {
    const third = await parley.startApi();
    const source = await open(third.url);
    await until(() => source.events.length > 0, 10_000, 'the greeting');
    const { lastId } = source;
    await third.process.stop();
    await source.ended();
    const lane = await Lane.open(parley);
    await lane.says('still there?');
    const next = await open(parley.apiUrl, '', { 'last-event-id': lastId });
    await until(() => told(next).some(({ data }) => data.text === 'still there?'), 20_000, 'what happened in between');
    expect(told(next).some(({ name }) => name === 'resync')).toBe(false);
    await next.close();
  });
});
