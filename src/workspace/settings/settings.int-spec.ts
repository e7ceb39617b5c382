import type { WorkspaceId } from '../../shared/kernel';
import { until } from '../../../test/support/parley';
import { type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { BusinessCards } from './business-card.service';
import { RetentionPolicy } from './retention-policy.service';

interface Group {
  group: string;
  version: number;
  values: Record<string, unknown>;
  updatedBy?: string;
}

interface Problem {
  errors: { field: string }[];
}

describe('settings, on the store', () => {
  let workspace: WorkspaceApp;
  let owner: SignedUp;
  let base: string;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    owner = await workspace.signUp();
    base = `/v1/workspaces/${owner.workspaceId}`;
  });

  const call = <T = Group>(method: 'GET' | 'PATCH', path: string, body?: object) =>
    workspace.as(owner.token).call<T>(method, `${base}/${path}`, body);
  const set = (group: string, values: object, version?: number) =>
    call('PATCH', `settings/${group}`, { values, ...(version === undefined ? {} : { version }) });

  it('have defaults before anyone has set anything', async () => {
    const { body } = await call<{ items: Group[] }>('GET', 'settings');
    expect(body.items.map(({ group }) => group)).toEqual(
      expect.arrayContaining([
        'business-profile',
        'language',
        'business-hours',
        'onboarding',
        'demo-mode',
        'retention',
        'security',
      ]),
    );
    expect(body.items.every(({ version }) => version === 0)).toBe(true);
  });

  it('are changed field by field; the rest stays, null clears', async () => {
    await set('business-profile', { businessName: 'Luna', location: 'Berlin' });
    const second = await set('business-profile', { location: 'Paris', catalogue: [{ name: 'Vase', price: '20 €' }] });
    expect(second.body).toMatchObject({ version: 2, values: { businessName: 'Luna', location: 'Paris' } });
    const third = await set('business-profile', { location: null });
    expect(third.body).toMatchObject({
      version: 3,
      values: { businessName: 'Luna', location: null, catalogue: [{ name: 'Vase', price: '20 €' }] },
      updatedBy: owner.userId,
    });
  });

  it('do not move on when nothing changes', async () => {
    await set('language', { defaultLanguage: 'de' });
    expect((await set('language', { defaultLanguage: 'de' })).body.version).toBe(1);
  });

  it.each<[string, object, string]>([
    ['business-hours', { timeZone: 'Mars/Olympus' }, 'values.timeZone'],
    ['business-hours', { weekly: { monday: [{ from: '9', to: '10:00' }] } }, 'values.weekly.monday.0.from'],
    ['business-hours', { weekly: { funday: [] } }, 'values.weekly'],
    ['business-hours', { exceptions: [{ date: '2026-02-30', spans: [] }] }, 'values.exceptions.0.date'],
    ['business-profile', { website: 'javascript:alert(1)' }, 'values.website'],
    ['business-profile', { catalogue: [{ name: 'Vase', admin: true }] }, 'values.catalogue.0'],
    ['language', { defaultLanguage: 'no language' }, 'values.defaultLanguage'],
    ['retention', { messageDays: 0 }, 'values.messageDays'],
    ['security', { requireSecondFactor: 'yes' }, 'values.requireSecondFactor'],
    ['demo-mode', { enabled: true, admin: true }, 'values.admin'],
  ])('refuse what does not fit in %s: %j (C18)', async (group, values, field) => {
    const { status, code, body } = await workspace
      .as(owner.token)
      .call<Problem>('PATCH', `${base}/settings/${group}`, { values });
    expect([status, code]).toEqual([400, 'SETTINGS.INVALID']);
    expect(body.errors.map((one) => one.field)).toEqual([field]);
    expect((await call('GET', `settings/${group}`)).body.version).toBe(0);
  });

  it('refuse unknown groups, fields beside the values, and facts that Parley notes by itself', async () => {
    expect((await set('payments', {})).code).toBe('SETTINGS.UNKNOWN_GROUP');
    expect((await set('__proto__', {})).status).toBe(404);
    expect((await call('PATCH', 'settings/language', { values: {}, workspaceId: 'x' })).status).toBe(400);
    expect((await call('PATCH', 'settings/language', { values: [] })).status).toBe(400);
    expect((await set('onboarding', { connectCompletedAt: '2026-01-01' })).code).toBe('SETTINGS.READ_ONLY');
  });

  it('lose no change of people who change different fields at once', async () => {
    const fields = { businessName: 'Luna', location: 'Berlin', tone: 'kind', description: 'Pots' };
    const answers = await Promise.all(
      Object.entries(fields).map(([field, value]) => set('business-profile', { [field]: value })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await call('GET', 'settings/business-profile')).body).toMatchObject({ version: 4, values: fields });
  });

  it('let one of two win who have seen the same version', async () => {
    await set('language', { defaultLanguage: 'de' });
    const answers = await Promise.all([
      set('language', { defaultLanguage: 'fr' }, 1),
      set('language', { defaultLanguage: 'it' }, 1),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await set('language', { defaultLanguage: 'es' }, 1)).code).toBe('SETTINGS.VERSION_CONFLICT');
  });

  it('keep their earlier versions, with who and when, the last 50 of them', async () => {
    for (let days = 1; days <= 52; days += 1) await set('retention', { messageDays: days });
    const items: { version: number; values: object; changedBy: string }[] = [];
    let cursor = '';
    do {
      const path = `settings/retention/history?limit=20${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { body } = await call<{ items: typeof items; nextCursor?: string }>('GET', path);
      items.push(...body.items);
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    expect(items.map(({ version }) => version)).toEqual(Array.from({ length: 50 }, (_, index) => 52 - index));
    expect(items[0]).toMatchObject({ values: { messageDays: 52 }, changedBy: owner.userId });
  });

  it('are changed by admins, read by every member and by nobody else', async () => {
    const stranger = await workspace.signUp();
    const url = `${base}/settings/language`;
    expect((await workspace.as(stranger.token).call('GET', url)).status).toBe(404);
    await workspace.rows.collection<{ _id: string }>('memberships').insertOne({
      ...{ workspaceId: owner.workspaceId, userId: stranger.userId, role: 'agent', createdAt: new Date() },
      _id: `m-${stranger.userId}`,
    });
    expect((await workspace.as(stranger.token).call('GET', url)).status).toBe(200);
    expect((await workspace.as(stranger.token).call('PATCH', url, { values: {} })).status).toBe(403);
  });

  it('hold on every process within a second', async () => {
    const other = await workspace.anotherProcess();
    const policy = other.get(RetentionPolicy);
    const workspaceId = owner.workspaceId as WorkspaceId;
    expect(await policy.of(workspaceId)).toEqual({ messageDays: null });
    await set('retention', { messageDays: 30 });
    await until(async () => (await policy.of(workspaceId)).messageDays === 30, 1_000, 'the period');
    await other.close();
  });

  it('tell what customers may know', async () => {
    await set('business-profile', { businessName: 'Luna', website: 'https://luna.example' });
    await set('business-hours', { timeZone: 'Europe/Berlin', weekly: { monday: [{ from: '09:00', to: '24:00' }] } });
    await set('language', { defaultLanguage: 'fr' });
    const { body } = await call<{ hours: string[] }>('GET', 'business-card');
    expect(body).toMatchObject({ businessName: 'Luna', timeZone: 'Europe/Berlin', language: 'fr' });
    expect(body.hours[0]).toBe('lundi: 09:00–24:00');
    const card = await workspace.app.get(BusinessCards).of(owner.workspaceId as WorkspaceId);
    expect(card.businessName).toBe('Luna');
  });

  it('note when the basics were first done, and keep that', async () => {
    const progress = async () => {
      const { body } = await call<{ steps: { step: string; completedAt: string | null }[]; complete: boolean }>(
        'GET',
        'onboarding',
      );
      return body.steps.find(({ step }) => step === 'basics')?.completedAt ?? null;
    };
    await set('business-profile', { businessName: 'Luna' });
    expect(await progress()).toBeNull();
    await set('business-hours', { weekly: {} });
    const first = await progress();
    expect(first).not.toBeNull();
    await set('business-profile', { businessName: null });
    await set('business-profile', { businessName: 'Luna again' });
    expect(await progress()).toBe(first);
  });

  it('make the guard ask every member for a second factor', async () => {
    await set('security', { requireSecondFactor: true });
    expect((await call('GET', 'settings')).code).toBe('AUTH.SECOND_FACTOR_REQUIRED');
  });

  it('name who reads them: no field is stored that nothing reads (C18)', async () => {
    type Catalogued = { name: string; fields: Record<string, unknown>; readers: { fields: string[] }[] };
    const { body } = await workspace.as(owner.token).call<{ items: Catalogued[] }>('GET', '/v1/settings-groups');
    const unread = body.items.flatMap(({ name, fields, readers }) => {
      const read = new Set(readers.flatMap((reader) => reader.fields));
      return Object.keys(fields)
        .filter((field) => !read.has(field))
        .map((field) => `${name}.${field}`);
    });
    expect(unread).toEqual([]);
    expect(body.items.length).toBeGreaterThan(6);
  });
});
