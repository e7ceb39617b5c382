import { stableId } from '../../src/shared/kernel';
import { HttpFetch, PublicAddresses } from '../../src/shared/providers/http-fetch';
import { type Caller, type SignedUp, WorkspaceApp } from '../support/workspace-app';

/** How many things of one kind a workspace may have, and how they are made. */
interface Limit {
  path: string;
  most: number;
  collection: string;
  /** Of the nth. */
  body: (n: number) => object;
  /** What the row of the nth has of its own, where names are unique. */
  own?: (n: number) => object;
}

const AT_ONCE = 6;
const TEXT = { kind: 'text', texts: [{ language: 'en', text: 'Anything left to ask?' }] };
const moment = { kind: 'before_window_closes', hours: 2 };
const stageOf = (n: number) => ({ key: `step${n}`, name: 'Step', kind: 'open' });

const LIMITS: [string, Limit][] = [
  [
    'follow-up policies',
    {
      path: 'followup-policies',
      most: 20,
      collection: 'followupPolicies',
      body: () => ({ name: 'Last call', moment, action: TEXT }),
    },
  ],
  [
    'webhooks',
    {
      path: 'webhooks',
      most: 20,
      collection: 'webhookEndpoints',
      body: () => ({ url: 'https://127.0.0.1/in', types: ['message.received'] }),
    },
  ],
  [
    'views of the inbox',
    {
      path: 'inbox-views',
      most: 30,
      collection: 'savedViews',
      body: () => ({ name: 'Open', filter: { tag: 'client' } }),
    },
  ],
  [
    'quick answers',
    {
      path: 'quick-answers',
      most: 500,
      collection: 'quickAnswers',
      body: (n) => ({ shortcut: `a${n}`, title: 'Hours', text: 'From nine to five.' }),
      own: (n) => ({ shortcut: `a${n}` }),
    },
  ],
  [
    'segments',
    {
      path: 'segments',
      most: 100,
      collection: 'contactSegments',
      body: () => ({ name: 'Clients', filter: { tag: 'client' }, shared: true }),
    },
  ],
  [
    'pipelines, the default one among them',
    {
      path: 'pipelines',
      most: 9,
      collection: 'pipelines',
      body: (n) => ({ name: 'Orders', stages: [stageOf(n)] }),
      own: (n) => ({ stages: [stageOf(n)] }),
    },
  ],
  [
    'fields of contacts',
    {
      path: 'contact-fields',
      most: 50,
      collection: 'contactFields',
      body: (n) => ({ key: `size${n}`, label: 'Size', type: 'text' }),
      own: (n) => ({ key: `size${n}` }),
    },
  ],
  [
    'intents',
    {
      path: 'automation-intents',
      most: 200,
      collection: 'automationIntents',
      body: (n) => ({ value: `order_${n}`, description: 'Wants to order.' }),
      own: (n) => ({ value: `order_${n}` }),
    },
  ],
  [
    'personas',
    {
      path: 'personas',
      most: 50,
      collection: 'personas',
      body: () => ({ label: 'Mia', persona: { name: 'Mia' } }),
      own: () => ({ isDefault: false }),
    },
  ],
  [
    'cases of golden sets',
    {
      path: 'eval-cases',
      most: 200,
      collection: 'evalCases',
      body: () => ({ set: 'shipping', message: 'How much is it?', expect: {} }),
    },
  ],
];

describe('of those who add at once, no more than fit succeed', () => {
  let api: WorkspaceApp;
  let owner: SignedUp;
  let caller: Caller;

  beforeAll(async () => {
    api = await WorkspaceApp.start();
    for (const type of [HttpFetch, PublicAddresses]) {
      const one = api.app.get<{ resolver: object }>(type, { strict: false });
      Reflect.set(one, 'resolver', { ...one.resolver, allowLoopback: true });
    }
    owner = await api.signUp();
    caller = api.as(owner.token);
  });
  afterAll(() => api.stop());

  it.each(LIMITS)('%s', async (_, { path, most, collection, body, own = () => ({}) }) => {
    const { workspaceId } = owner;
    const add = (n: number) => caller.call('POST', `/v1/workspaces/${workspaceId}/${path}`, body(n));
    expect(await add(1)).toMatchObject({ status: 201 });
    const rows = api.rows.collection<{ _id: string }>(collection);
    const [first] = await rows.find({ workspaceId }).toArray();
    const copies = Array.from({ length: most - 2 }, (__, index) => ({
      ...first,
      _id: stableId('copy', collection, `${index}`),
      ...own(index + 2),
    }));
    await rows.insertMany(copies);
    const added = await Promise.all(Array.from({ length: AT_ONCE }, (__, index) => add(most + index)));
    const statuses = added.map(({ status }) => status);
    expect([statuses.filter((status) => status === 201).length, await rows.countDocuments({ workspaceId })]).toEqual([
      1,
      most,
    ]);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  });
});
