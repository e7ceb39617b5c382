import type { ContactRow } from '../../src/crm/schemas/contact.schema';
import { MUG, WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { Parley, until } from '../support/parley';

/** Longer than a database keeps the transaction of a process that is no more. */
const ABANDONED_MS = 80_000;
/** Until the job has gone through what a killed process left. */
const SETTLING_MS = 60_000;
/** Several processes are started and killed one after the other; none of it is relied on. */
const PROCESSES_MS = 240_000;

interface Person {
  lane: Lane;
  contactId: string;
  conversationId: string;
  tag: string;
}

interface StoredMerge {
  _id: string;
  from: string;
  status: string;
  settled: number;
}

describe('contacts that become one, and two again, while processes are killed and messages come in', () => {
  let parley: Parley;
  /** Whose merge, or its undoing, was never committed. */
  let interrupted: { merge: Pair; undo: Pair & { mergeId: string } } | undefined;

  interface Pair {
    from: Person;
    to: Person;
  }

  beforeAll(async () => {
    parley = await Parley.start();
  });

  afterAll(() => parley.stop());

  const path = () => ({ workspaceId: parley.owner.workspaceId });
  const rows = <T extends { _id: string }>(name: string) => parley.database.collection<T>(name);

  async function newPerson(tag: string, stage: string, goal: 'lead' | 'order'): Promise<Person> {
    const lane = await Lane.open(parley, tag);
    await lane.says('price?');
    await lane.expectSent([WHICH_PIECE]);
    await parley.settled();
    const { _id: conversationId, contactId } = await lane.row();
    if (contactId === null) throw new Error(`${tag} is no contact yet.`);
    await reach(goal, { contactId, conversationId });
    await parley.client.PATCH('/v1/workspaces/{workspaceId}/contacts/{contactId}', {
      params: { path: { ...path(), contactId } },
      body: { stage, addTags: [tag] },
    });
    return { lane, contactId, conversationId, tag };
  }

  /** As a flow leaves it. */
  async function reach(goal: 'lead' | 'order', of: { contactId: string; conversationId: string }): Promise<void> {
    const record = { ...of, ...path(), status: 'open', open: true, fields: {}, history: [], effects: [], revision: 1 };
    const at = new Date();
    const name = goal === 'lead' ? 'leadCaptures' : 'orderIntents';
    await rows<{ _id: string } & Record<string, unknown>>(name).insertOne({
      _id: `${goal}-${of.contactId}`,
      ...record,
      createdAt: at,
      updatedAt: at,
    });
    await rows<ContactRow>('contacts').updateOne({ _id: of.contactId }, { $set: { goals: [goal] } });
  }

  async function newPair(): Promise<Pair> {
    const [from, to] = [await newPerson('lost', 'qualified', 'lead'), await newPerson('kept', 'engaged', 'order')];
    return { from, to };
  }

  const merge = (client: Parley['client'], { from, to }: Pair) =>
    client.POST('/v1/workspaces/{workspaceId}/contact-merges', {
      params: { path: path() },
      body: { from: from.contactId, to: to.contactId, take: [] },
    });
  const undo = (client: Parley['client'], mergeId: string) =>
    client.POST('/v1/workspaces/{workspaceId}/contact-merges/{mergeId}/undo', {
      params: { path: { ...path(), mergeId } },
    });

  /** `act` is asked of an API that dies at this point; meanwhile both write. */
  async function killedAt(point: string, { from, to }: Pair, act: (client: Parley['client']) => Promise<unknown>) {
    const { process, url } = await parley.startApi({ FAULT_POINTS: `${point}:kill` });
    const client = await parley.ownerAt(url);
    const said = [from, to].map(({ lane }) => lane.says(point));
    await expect(act(client)).rejects.toThrow();
    await process.ended();
    await Promise.all(said);
    await Promise.all([from, to].map(({ lane }) => lane.says(`after ${point}`)));
    await parley.settled();
  }

  const mergeOf = ({ from }: Pair) => rows<StoredMerge>('contactMerges').findOne({ from: from.contactId });

  /** What a killed process left is gone through by the worker's job. */
  async function settled(pair: Pair, status: string): Promise<string> {
    const isSettled = async () => {
      const found = await mergeOf(pair);
      return found?.status === status && found.settled > 0;
    };
    await until(isSettled, SETTLING_MS, `a merge to be ${status}, and settled`);
    return (await mergeOf(pair))?._id ?? '';
  }

  /** One contact has the identity, and it is alive. */
  async function holderOf({ lane }: Person): Promise<ContactRow> {
    const known = await rows<ContactRow>('contacts').find({ 'identities.participantId': lane.customer.id }).toArray();
    const [contact] = known;
    if (contact === undefined || known.length > 1) throw new Error(`There are ${known.length} of ${lane.customer.id}.`);
    const { data } = await parley.client.GET('/v1/workspaces/{workspaceId}/contacts/{contactId}', {
      params: { path: { ...path(), contactId: contact._id } },
    });
    expect(data).toMatchObject({ id: contact._id });
    return contact;
  }

  /** Nobody is lost or doubled, what is copied is what is true, and every message is there. */
  async function expectTruth({ from, to }: Pair, said: readonly string[]): Promise<void> {
    for (const person of [from, to]) {
      const { _id: contactId, tags, stage, goals } = await holderOf(person);
      expect(await person.lane.row()).toMatchObject({ contactId, contact: { tags, stage, goals } });
      const texts = await person.lane.textsFrom('participant');
      expect([...texts].sort()).toEqual(['price?', ...said].sort());
    }
  }

  const expectOne = async ({ from, to }: Pair) => {
    const contact = await rows<ContactRow>('contacts').findOne({ _id: to.contactId });
    expect(contact?.identities).toHaveLength(2);
    expect([...(contact?.tags ?? [])].sort()).toEqual(['kept', 'lost']);
    expect([...(contact?.goals ?? [])].sort()).toEqual(['lead', 'order']);
    expect(await rows('contacts').countDocuments({ _id: from.contactId })).toBe(0);
  };

  const expectTwo = async ({ from, to }: Pair) => {
    const stored = (id: string) => rows<ContactRow>('contacts').findOne({ _id: id });
    expect(await stored(from.contactId)).toMatchObject({ tags: ['lost'], stage: 'qualified', goals: ['lead'] });
    expect(await stored(to.contactId)).toMatchObject({ tags: ['kept'], stage: 'engaged', goals: ['order'] });
  };

  const texts = (...points: string[]) => points.flatMap((point) => [point, `after ${point}`]);

  it(
    'before anything is committed: both go on as they are',
    async () => {
      const merging = await newPair();
      const undoing = await newPair();
      const { data } = await merge(parley.client, undoing);
      const mergeId = data?.id ?? '';
      await killedAt('merge.written=merged', merging, (client) => merge(client, merging));
      await expectTruth(merging, texts('merge.written=merged'));
      await expectTwo(merging);
      await killedAt('merge.written=undone', undoing, (client) => undo(client, mergeId));
      await expectTruth(undoing, texts('merge.written=undone'));
      await expectOne(undoing);
      interrupted = { merge: merging, undo: { ...undoing, mergeId } };
    },
    PROCESSES_MS,
  );

  it.each(['merge.committed', 'merge.followed'])(
    'after the commit, at %s: what names the contacts follows, and goes back',
    async (point) => {
      const pair = await newPair();
      await killedAt(`${point}=merged`, pair, (client) => merge(client, pair));
      const mergeId = await settled(pair, 'merged');
      await expectTruth(pair, texts(`${point}=merged`));
      await expectOne(pair);
      await killedAt(`${point}=undone`, pair, (client) => undo(client, mergeId));
      await settled(pair, 'undone');
      await expectTruth(pair, texts(`${point}=merged`, `${point}=undone`));
      await expectTwo(pair);
      await pair.from.lane.taps('Mug');
      await pair.from.lane.expectSent([WHICH_PIECE, MUG]);
    },
    PROCESSES_MS,
  );

  it(
    'and a worker that goes through it, too',
    async () => {
      const pair = await newPair();
      await parley.worker.stop();
      await parley.worker.start({ FAULT_POINTS: 'merge.followed=merged:kill' });
      await killedAt('merge.committed=merged', pair, (client) => merge(client, pair));
      await parley.worker.ended();
      await parley.worker.start();
      await settled(pair, 'merged');
      await expectTruth(pair, texts('merge.committed=merged'));
      await expectOne(pair);
    },
    PROCESSES_MS,
  );

  it(
    'what was never committed is done when it is asked for again',
    async () => {
      if (interrupted === undefined) throw new Error('Nothing was interrupted.');
      const { merge: merging, undo: undoing } = interrupted;
      const isMerged = async () => (await merge(parley.client, merging)).response.status === 201;
      await until(isMerged, ABANDONED_MS, 'the merge to be made');
      await expectOne(merging);
      await until(
        async () => (await undo(parley.client, undoing.mergeId)).response.ok,
        ABANDONED_MS,
        'the merge to be undone',
      );
      await expectTwo(undoing);
      await expectTruth(undoing, texts('merge.written=undone'));
    },
    PROCESSES_MS,
  );
});
