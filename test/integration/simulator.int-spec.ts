import { WHICH_PIECE } from '../support/demo-texts';
import { PASSWORD, type SignedUp, WorkspaceApp } from '../support/workspace-app';
import { priceFlow } from '../../src/seed/demo-flows';
import { FlowsService } from '../../src/flows';
import { systemCaller } from '../../src/shared/kernel';
import { PlatformAdmins } from '../../src/workspace';

interface Diagnostic {
  automation: string | null;
  outcome: string;
}

interface Shown {
  id: string;
  now: string;
  session: { status: string; automation: string | null; versionId: string } | null;
  heldUntil: string | null;
  contact: Record<string, unknown>;
  diagnostics: Diagnostic[];
  timeline: { number: number; kind: string; text?: string; suppressed?: string }[];
}

interface Persona {
  id: string;
  label: string;
  isDefault: boolean;
  persona: Record<string, unknown>;
}

const CALLER = systemCaller('test', 'test');
/** Everything that real conversations leave behind. */
const REAL = [
  'messages',
  'conversations',
  'inboxEvents',
  'automationSessions',
  'turnRecords',
  'contacts',
  'usageCounters',
  'escalations',
];

const said = ({ timeline }: Shown): string[] =>
  timeline.flatMap(({ kind, text = '', suppressed }) => (kind === 'bot' && suppressed === undefined ? [text] : []));

describe('the simulator', () => {
  let app: WorkspaceApp;
  let ours: SignedUp;
  let theirs: SignedUp;
  let automationId: string;

  const as = ({ token, workspaceId }: SignedUp) => ({
    call: <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) =>
      app.as(token).call<T>(method, `/v1/workspaces/${workspaceId}${path}`, body),
  });
  const start = async (body: object = {}) => (await as(ours).call<Shown>('POST', '/simulations', body)).body;
  const play = (id: string, ...steps: object[]) => as(ours).call<Shown>('POST', `/simulations/${id}/steps`, { steps });

  beforeAll(async () => {
    app = await WorkspaceApp.start();
    ours = await app.signUp();
    theirs = await app.signUp();
    const { id: templateId } = await app.app.get(FlowsService, { strict: false }).publish(CALLER, priceFlow);
    const { body } = await as(ours).call<{ id: string }>('POST', '/automation-instances', {
      templateId,
      name: 'Prices',
    });
    automationId = body.id;
  });

  afterAll(() => app.stop());

  it('selects and answers as a real conversation would', async () => {
    const { id } = await start();
    const { body } = await play(id, { say: 'what is the price?' }, { tap: 'Mug' });
    expect(said(body).at(-1)).toBe('A mug is 28 €, glazed by hand.');
    expect(body.session).toMatchObject({ status: 'completed', automation: 'Prices' });
  });

  it('leaves nothing behind but itself', async () => {
    const count = async () =>
      Object.fromEntries(
        await Promise.all(REAL.map(async (name) => [name, await app.rows.collection(name).countDocuments()] as const)),
      );
    const before = await count();
    const { id } = await start();
    await play(id, { say: 'price' }, { tap: 'Bowl' }, { say: 'a human please' }, { wait: '2d' });
    expect(await count()).toEqual(before);
  });

  it('says for every automation why it did not answer', async () => {
    const { id } = await start();
    const { body } = await play(id, { say: 'hello' });
    expect(said(body)).toEqual([]);
    expect(body.diagnostics.map(({ automation, outcome }) => [automation, outcome])).toEqual([
      ['Prices', 'no_keyword'],
      ['Prices', 'no_keyword'],
    ]);
  });

  it('names automations that are off', async () => {
    await as(ours).call('PATCH', `/automation-instances/${automationId}`, { isActive: false });
    const { id } = await start();
    const { body } = await play(id, { say: 'price' });
    expect(said(body)).toEqual([]);
    expect(body.diagnostics).toContainEqual(expect.objectContaining({ automation: 'Prices', outcome: 'switched_off' }));
    const preview = await start({ automationId });
    expect(said((await play(preview.id, { say: 'price' })).body).at(-1)).toBe(WHICH_PIECE);
    await as(ours).call('PATCH', `/automation-instances/${automationId}`, { isActive: true });
  });

  it('works in demo mode, in which live automations are off', async () => {
    const demo = (enabled: boolean) => as(ours).call('PATCH', '/settings/demo-mode', { values: { enabled } });
    expect((await demo(true)).status).toBe(200);
    const { id } = await start();
    expect(said((await play(id, { say: 'price' })).body).at(-1)).toBe(WHICH_PIECE);
    await demo(false);
  });

  it('lets virtual time pass', async () => {
    const { id, now } = await start();
    const { body } = await play(id, { wait: '3h' });
    expect(Date.parse(body.now) - Date.parse(now)).toBe(3 * 3_600_000);
  });

  it('goes on over many requests, begins again, and changes persons', async () => {
    const { id } = await start({ persona: { name: 'Ana', tags: ['vip'] } });
    await play(id, { say: 'price' });
    const tapped = await play(id, { tap: 'Mug' });
    expect(said(tapped.body).at(-1)).toBe('A mug is 28 €, glazed by hand.');
    const other = await as(ours).call<Shown>('PUT', `/simulations/${id}/persona`, { persona: { name: 'Ben' } });
    expect(other.body.contact).toMatchObject({ name: 'Ben', tags: [] });
    const reset = await as(ours).call<Shown>('POST', `/simulations/${id}/reset`);
    expect(reset.body).toMatchObject({ session: null, timeline: [], contact: { name: 'Ben' } });
    expect(said((await play(id, { say: 'price' })).body).at(-1)).toBe(WHICH_PIECE);
  });

  it('is paused, resumed and stopped', async () => {
    const { id } = await start();
    await play(id, { say: 'price' });
    const command = (name: string) => as(ours).call<Shown>('POST', `/simulations/${id}/commands`, { command: name });
    expect((await command('pause')).body.session?.status).toBe('paused');
    expect((await command('resume')).body.session?.status).toBe('waiting');
    expect((await command('stop')).body.session?.status).toBe('stopped');
  });

  it('plays all steps or none', async () => {
    const { id } = await start();
    const refused = await play(id, { say: 'price' }, { tap: 'Vase' });
    expect([refused.status, refused.code]).toEqual([409, 'SIMULATION.NOT_POSSIBLE']);
    const { body } = await as(ours).call<Shown>('GET', `/simulations/${id}`);
    expect(body.timeline).toEqual([]);
  });

  it.each<[string, object]>([
    ['an unknown step', { shout: 'hi' }],
    ['an expectation', { expect: { noReply: true } }],
    ['a wait that is too long', { wait: '61d' }],
  ])('refuses %s', async (_, step) => {
    const { id } = await start();
    const refused = await play(id, step);
    expect([refused.status, refused.code]).toEqual([400, 'SIMULATION.STEPS_INVALID']);
  });

  it('notes that the simulator was used', async () => {
    const { id } = await start();
    await play(id, { say: 'hi' });
    const { body } = await as(ours).call<{ steps: { step: string; completedAt: string | null }[] }>(
      'GET',
      '/onboarding',
    );
    expect(body.steps.find(({ step }) => step === 'simulator')?.completedAt).not.toBeNull();
  });

  it('weakness S8: a foreign workspace’s simulation does not exist', async () => {
    const { id } = await start();
    const answers = await Promise.all([
      as(theirs).call('GET', `/simulations/${id}`),
      as(theirs).call('POST', `/simulations/${id}/steps`, { steps: [{ say: 'hi' }] }),
      as(theirs).call('POST', `/simulations/${id}/commands`, { command: 'stop' }),
      as(theirs).call('POST', `/simulations/${id}/reset`),
      as(theirs).call('PUT', `/simulations/${id}/persona`, { persona: {} }),
      as(theirs).call('DELETE', `/simulations/${id}`),
      as(theirs).call('POST', '/simulations', { automationId }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    const { body } = await as(ours).call<Shown>('GET', `/simulations/${id}`);
    expect(body.timeline).toEqual([]);
  });

  it('of two who go on at the same time, one is refused or comes after the other', async () => {
    const { id } = await start();
    const answers = await Promise.all([play(id, { say: 'one' }), play(id, { say: 'two' })]);
    const refused = answers.filter(({ code }) => code === 'SIMULATION.CHANGED');
    const { body } = await as(ours).call<Shown>('GET', `/simulations/${id}`);
    expect(body.timeline.filter(({ kind }) => kind === 'person')).toHaveLength(2 - refused.length);
  });

  describe('of drafts', () => {
    let admin: string;

    beforeAll(async () => {
      await app.app.get(PlatformAdmins, { strict: false }).set(theirs.email, true, CALLER);
      admin = (await app.logIn(theirs.email, PASSWORD)).body.token;
    });

    it('is for platform admins', async () => {
      const refused = await app.as(ours.token).call('POST', '/v1/admin/flow-drafts/d/simulations', {});
      expect(refused.status).toBe(403);
      const missing = await app.as(admin).call('POST', '/v1/admin/flow-drafts/nope/simulations', {});
      expect([missing.status, missing.code]).toEqual([404, 'FLOWS.DRAFT_NOT_FOUND']);
    });

    it('runs what is in the draft, in no workspace', async () => {
      const { definition, name } = priceFlow;
      const draft = await app.as(admin).call<{ id: string }>('POST', '/v1/admin/flow-drafts', { name, definition });
      const at = `/v1/admin/flow-drafts/${draft.body.id}/simulations`;
      const begun = await app.as(admin).call<Shown>('POST', at, { persona: { name: 'Ana' } });
      expect(begun.status).toBe(201);
      const steps = [{ say: 'price' }, { tap: 'Bowl' }];
      const { body } = await app
        .as(admin)
        .call<Shown>('POST', `/v1/admin/simulations/${begun.body.id}/steps`, { steps });
      expect(said(body).at(-1)).toBe('Bowls are 42 €.');
      expect((await as(ours).call('GET', `/simulations/${begun.body.id}`)).status).toBe(404);
    });
  });
});

describe('personas', () => {
  let app: WorkspaceApp;
  let ours: SignedUp;

  beforeAll(async () => {
    app = await WorkspaceApp.start();
    ours = await app.signUp();
  });

  afterAll(() => app.stop());

  const call = <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path = '', body?: object) =>
    app.as(ours.token).call<T>(method, `/v1/workspaces/${ours.workspaceId}/personas${path}`, body);
  const create = async (label: string, more: object = {}) =>
    (await call<Persona>('POST', '', { label, persona: { name: label }, ...more })).body;
  const defaults = async () =>
    (await call<{ items: Persona[] }>('GET')).body.items.filter(({ isDefault }) => isDefault).map(({ label }) => label);

  afterEach(async () => {
    const { body } = await call<{ items: Persona[] }>('GET');
    for (const { id } of body.items) await call('DELETE', `/${id}`);
  });

  it('exactly one is the default: the first, until another one is made it', async () => {
    const ana = await create('Ana');
    const ben = await create('Ben');
    expect([ana.isDefault, ben.isDefault]).toEqual([true, false]);
    await call('PATCH', `/${ben.id}`, { isDefault: true });
    expect(await defaults()).toEqual(['Ben']);
    const kept = await call('PATCH', `/${ben.id}`, { isDefault: false });
    expect([kept.status, kept.code]).toEqual([409, 'PERSONA.DEFAULT_STAYS']);
    await call('DELETE', `/${ben.id}`);
    expect(await defaults()).toEqual(['Ana']);
  });

  it('however many are created at the same time, one is the default', async () => {
    await Promise.all(['A', 'B', 'C', 'D'].map((label) => create(label, { isDefault: true })));
    expect(await defaults()).toHaveLength(1);
  });

  it('is copied, changed and deleted', async () => {
    const ana = await create('Ana', {
      persona: { name: 'Ana', tags: ['vip'], answers: { http_request: { error: 'away' } } },
    });
    const copy = (await call<Persona>('POST', `/${ana.id}/duplicate`)).body;
    expect(copy).toMatchObject({ label: 'Ana (copy)', persona: ana.persona, isDefault: false });
    const changed = await call<Persona>('PATCH', `/${copy.id}`, { label: 'Eva', persona: { name: 'Eva' } });
    expect(changed.body).toMatchObject({ label: 'Eva', persona: { name: 'Eva' } });
    expect((await call('DELETE', `/${copy.id}`)).status).toBe(204);
    expect((await call('GET', `/${copy.id}`)).status).toBe(404);
  });

  it('is the person of a simulation that names nobody', async () => {
    await create('Ana');
    const path = `/v1/workspaces/${ours.workspaceId}/simulations`;
    const { body } = await app.as(ours.token).call<Shown>('POST', path, {});
    expect(body.contact).toMatchObject({ name: 'Ana' });
  });

  it.each<[string, object]>([
    ['what is no field of a person', { shoeSize: 44 }],
    ['too much', { answers: { http_request: { value: { text: 'x'.repeat(20_000) } } } }],
  ])('refuses %s', async (_, persona) => {
    const refused = await call('POST', '', { label: 'Odd', persona });
    expect([refused.status, refused.code]).toEqual([400, 'PERSONA.INVALID']);
  });

  it('belongs to its workspace', async () => {
    const { id } = await create('Ana');
    const stranger = await app.signUp();
    const foreign = await app.as(stranger.token).call('GET', `/v1/workspaces/${stranger.workspaceId}/personas/${id}`);
    expect([foreign.status, foreign.code]).toEqual([404, 'PERSONA.NOT_FOUND']);
  });
});
