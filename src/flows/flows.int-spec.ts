import { flow, keywords, node } from '../../test/support/flow-fixtures';
import { newTestName } from '../../test/support/test-name';
import { until } from '../../test/support/parley';
import { PASSWORD, type SignedUp, WorkspaceApp } from '../../test/support/workspace-app';
import { ActiveAutomations } from '../automation/instances/active-automations';
import { systemCaller, type WorkspaceId } from '../shared/kernel';
import { WorkspaceFacade } from '../workspace';
import { FlowsService } from './flows.service';

interface Draft {
  id: string;
  version: number;
  templateId: string | null;
  definition: object;
}

interface Published {
  templateId: string;
  versionId: string;
  version: number;
  created: boolean;
  followers: { moved: number; blocked: number };
}

interface Automation {
  id: string;
  templateVersionId: string;
  isActive: boolean;
  updateBlocked: { versionId: string; problems: { field: string; rule: string }[] } | null;
}

type Paged<T> = { items: T[]; nextCursor?: string };

/** As Meta's rules want flows: it says what it is, and shows a way to a person. */
const saying = (text: string, word = 'hello') => ({
  ...flow(
    [
      node('start', 'trigger', keywords(word)),
      node('a', 'send_message', { text, buttons: [{ id: 'person', title: 'A person' }] }),
      node('agent', 'handoff', { reason: 'Wants a person' }),
    ],
    ['start -> a', 'a.person -> agent'],
  ),
  settings: { disclosure: { text: 'You are writing with our automated assistant.' } },
});

const SHOP = { key: 'shop', label: 'Name of the shop', type: 'string', required: true };

describe('flows, over HTTP', () => {
  let workspace: WorkspaceApp;
  let root: string;
  let owner: SignedUp;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
    const email = `${newTestName()}@shop.example`;
    const admin = { email, password: PASSWORD, name: 'Root', workspaceName: 'Root', platformAdmin: true };
    await workspace.app.get(WorkspaceFacade).createOwner(admin, systemCaller('test', 'corr-0001'));
    root = (await workspace.logIn(email)).body.token;
    owner = await workspace.signUp();
  });
  afterAll(() => workspace.stop());

  const admin = () => workspace.as(root);
  const member = () => workspace.as(owner.token);
  const draftOf = async (part: object = {}) => {
    const request = { name: newTestName(), definition: saying('Hello'), ...part };
    const { body, status } = await admin().call<Draft>('POST', '/v1/admin/flow-drafts', request);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  const publish = (draftId: string, request: object = {}) =>
    admin().call<Published>('POST', `/v1/admin/flow-drafts/${draftId}/publish`, request);
  const save = (draftId: string, change: object) =>
    admin().call<Draft>('PUT', `/v1/admin/flow-drafts/${draftId}`, change);
  const published = async (part: object = {}) => {
    const draft = await draftOf(part);
    const { body, status } = await publish(draft.id);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return { draft, ...body };
  };
  const automations = () => `/v1/workspaces/${owner.workspaceId}/automation-instances`;
  const activate = async (templateId: string, part: object = {}) => {
    const { body, status } = await member().call<Automation>('POST', automations(), {
      templateId,
      name: 'One',
      ...part,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  const automation = async (id: string) => (await member().call<Automation>('GET', `${automations()}/${id}`)).body;

  describe('drafts', () => {
    it('are for platform admins', async () => {
      const { id } = await draftOf();
      for (const url of ['/v1/admin/flow-drafts', `/v1/admin/flow-drafts/${id}`, '/v1/admin/flow-templates'])
        expect((await member().call('GET', url)).status).toBe(403);
    });

    it('of those who save one at once, one wins', async () => {
      const { id } = await draftOf();
      const saved = await Promise.all(
        Array.from({ length: 8 }, (_, index) => save(id, { version: 1, name: `Name ${index}` })),
      );
      expect(saved.filter(({ status }) => status === 200)).toHaveLength(1);
      const lost = saved.filter(({ status }) => status !== 200);
      expect(new Set(lost.map(({ status, code }) => `${status} ${code}`))).toEqual(
        new Set(['409 FLOWS.DRAFT_CHANGED']),
      );
      expect(lost[0]?.body).toMatchObject({ version: 2 });
    });

    it('are listed by status and template, page by page, without their content', async () => {
      const { templateId, draft } = await published();
      const second = await draftOf({ templateId });
      await admin().call('POST', `/v1/admin/flow-drafts/${draft.id}/archive`);
      const list = async (query: string) =>
        (await admin().call<Paged<Draft>>('GET', `/v1/admin/flow-drafts?templateId=${templateId}&${query}`)).body;
      expect((await list('status=draft')).items.map(({ id }) => id)).toEqual([second.id]);
      const first = await list('limit=1');
      const next = await list(`limit=1&cursor=${first.nextCursor}`);
      expect([...first.items, ...next.items].map(({ id }) => id).sort()).toEqual([draft.id, second.id].sort());
      expect(first.items[0]).not.toHaveProperty('definition');
      expect((await admin().call('GET', '/v1/admin/flow-drafts?status=gone')).status).toBe(400);
    });

    it('say what keeps them from being published, and where', async () => {
      const { id } = await draftOf({ definition: flow([node('a', 'send_message', { text: '' })], []) });
      const { body } = await admin().call<{ publishable: boolean; problems: object[] }>(
        'POST',
        `/v1/admin/flow-drafts/${id}/validate`,
      );
      expect(body).toMatchObject({ publishable: false, problems: [{ nodeId: 'a', path: 'data.text' }] });
      expect((await publish(id)).code).toBe('FLOWS.DEFINITION_INVALID');
      const { body: dry } = await admin().call<object>('POST', '/v1/admin/flows/compile', { definition: saying('Hi') });
      expect(dry).toMatchObject({ publishable: true, problems: [], triggers: [{ on: 'dm_message' }] });
    });

    it('leave as a file and come back', async () => {
      const { id, definition } = await draftOf();
      const file = await admin().call<object>('GET', `/v1/admin/flow-drafts/${id}/export`);
      expect(file.headers['content-disposition']).toBe('attachment; filename="flow.json"');
      const { body, status } = await admin().call<Draft>('POST', '/v1/admin/flow-drafts/import', { file: file.body });
      expect([status, body.definition]).toEqual([201, definition]);
      const wrong = { file: { ...file.body, formatVersion: 7 } };
      const refused = await admin().call<{ errors: object[] }>('POST', '/v1/admin/flow-drafts/import', wrong);
      expect([refused.status, refused.code]).toEqual([400, 'FLOWS.FILE_INVALID']);
    });

    it('show what publishing would change', async () => {
      const { draft, templateId } = await published();
      await save(draft.id, { version: 1, definition: saying('Good day') });
      const { body } = await admin().call<object>('GET', `/v1/admin/flow-drafts/${draft.id}/diff`);
      expect(body).toMatchObject({
        against: { version: 1 },
        nodes: { changed: [{ id: 'a', changes: [{ path: 'data.text', before: 'Hello', after: 'Good day' }] }] },
      });
      const next = await admin().call<Draft>('POST', '/v1/admin/flow-drafts/from-version', { templateId });
      const same = await admin().call<object>('GET', `/v1/admin/flow-drafts/${next.body.id}/diff`);
      expect(same.body).toMatchObject({ isEmpty: true });
    });
  });

  describe('publishing', () => {
    it('keeps what was published exactly, empty objects and all', async () => {
      const { versionId } = await published();
      const flows = workspace.app.get(FlowsService);
      expect(await flows.compiledVersion(versionId)).toMatchObject({
        format: 2,
        nodes: { a: { type: 'send_message', data: { text: 'Hello' }, next: { person: 'agent' } }, agent: { next: {} } },
      });
      expect(await flows.compiledVersion('none')).toBeNull();
    });

    it('never gives two versions one number, however many publish at once', async () => {
      const { draft, templateId } = await published();
      const others = await Promise.all(
        Array.from({ length: 5 }, (_, index) => draftOf({ templateId, definition: saying(`Hello ${index}`) })),
      );
      const answers = await Promise.all(others.map(({ id }) => publish(id)));
      const won = answers.filter(({ status }) => status === 201);
      const lost = answers.filter(({ status }) => status !== 201);
      expect(won.length).toBeGreaterThan(0);
      expect(lost.map(({ status }) => status).filter((status) => status !== 409)).toEqual([]);
      const rows = await workspace.rows.collection('flowTemplateVersions').find({ templateId }).toArray();
      const numbers = rows.map(({ version }) => version as number).sort((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: 1 + won.length }, (_, index) => index + 1));
      expect(draft.id).not.toBe('');
    });

    it('makes one version of one draft, however many publish it at once', async () => {
      const { id } = await draftOf();
      const answers = await Promise.all(Array.from({ length: 4 }, () => publish(id)));
      const won = answers.filter(({ status }) => status === 201).map(({ body }) => body);
      const drafted = await admin().call<Draft>('GET', `/v1/admin/flow-drafts/${id}`);
      const { templateId } = drafted.body;
      const count = await workspace.rows.collection('flowTemplateVersions').countDocuments({ templateId });
      expect(won.length).toBeGreaterThan(0);
      expect(count).toBe(1);
      expect(won.filter(({ created }) => created).map((one) => one.templateId)).toContain(templateId);
    });

    it('takes automations along whose values fit, and tells the others why not', async () => {
      const { draft, templateId, versionId } = await published();
      const follows = await activate(templateId);
      const stays = await activate(templateId, { versionId });
      await save(draft.id, { version: 1, definition: saying('At {{ config.shop }}'), exposedFields: [SHOP] });
      const second = await publish(draft.id);
      expect(second.body.followers).toEqual({ moved: 0, blocked: 1 });
      expect(await automation(follows.id)).toMatchObject({
        templateVersionId: versionId,
        updateBlocked: {
          versionId: second.body.versionId,
          problems: [{ field: 'config.shop', rule: 'is required' }],
        },
      });
      const choice = { policy: 'latest', config: { shop: 'Shoes' } };
      await member().call('PUT', `${automations()}/${follows.id}/version`, choice);
      await save(draft.id, { version: 2, definition: saying('Here: {{ config.shop }}') });
      const third = await publish(draft.id);
      expect(third.body.followers).toEqual({ moved: 1, blocked: 0 });
      expect((await automation(follows.id)).templateVersionId).toBe(third.body.versionId);
      expect((await automation(stays.id)).templateVersionId).toBe(versionId);
    });

    it('and rolling back are known to other processes within seconds', async () => {
      const { draft, templateId, versionId } = await published({ definition: saying('One', newTestName()) });
      const { id } = await activate(templateId);
      const other = await workspace.anotherProcess();
      const seen = async () => {
        const { instances } = await other.get(ActiveAutomations).of(owner.workspaceId as WorkspaceId);
        return instances.find((one) => one.id === id)?.versionId;
      };
      expect(await seen()).toBe(versionId);
      await save(draft.id, { version: 1, definition: saying('Two') });
      const second = await publish(draft.id);
      await until(async () => (await seen()) === second.body.versionId, 10_000, 'the new version');
      await admin().call('PUT', `/v1/admin/flow-templates/${templateId}/current-version`, { versionId });
      await until(async () => (await seen()) === versionId, 10_000, 'the earlier version');
      await admin().call('POST', `/v1/admin/flow-templates/${templateId}/archive`);
      await until(async () => (await seen()) === undefined, 10_000, 'the automation to rest');
      await other.close();
    });
  });

  describe('templates', () => {
    it('show users what they are for, and never what they do', async () => {
      const source = { nodeId: 'a', path: 'text' };
      const fields = [{ ...SHOP, key: 'greeting', type: 'text', source }];
      const display = { outcome: 'Greets', previewConversation: [{ from: 'bot', message: 'Hi' }] };
      const { templateId, versionId } = await published({
        definition: saying('A text that nobody sees'),
        exposedFields: fields,
        display,
      });
      const url = `/v1/flow-templates/${templateId}`;
      const shown = await member().call<object>('GET', url);
      expect(shown.body).toMatchObject({
        versionId,
        display: { outcome: 'Greets', goal: 'General' },
        exposedFields: [{ key: 'greeting', required: true }],
        triggers: [{ on: 'dm_message', mode: 'keywords', keywords: ['hello'], hasHours: false }],
      });
      const version = await member().call<object>('GET', `${url}/versions/${versionId}`);
      const all = await member().call<Paged<object>>('GET', `${url}/versions`);
      const list = await member().call<Paged<object>>('GET', '/v1/flow-templates?limit=100');
      const words = JSON.stringify([shown.body, version.body, all.body, list.body]);
      for (const secret of ['nobody sees', 'definition', 'compiled', '"source"', '"tests"', 'fingerprint'])
        expect(words).not.toContain(secret);
      const full = await admin().call<object>('GET', `/v1/admin/flow-templates/${templateId}/versions/${versionId}`);
      expect(full.body).toMatchObject({ definition: { nodes: expect.any(Array) }, hash: expect.any(String) });
    });

    it('are archived with their automations, and brought back', async () => {
      const { templateId } = await published();
      const { id } = await activate(templateId);
      await admin().call('POST', `/v1/admin/flow-templates/${templateId}/archive`);
      expect((await member().call('GET', `/v1/flow-templates/${templateId}`)).code).toBe('FLOWS.TEMPLATE_NOT_FOUND');
      const { code } = await member().call('POST', automations(), { templateId, name: 'x' });
      expect(code).toBe('FLOWS.TEMPLATE_NOT_FOUND');
      expect(await automation(id)).toMatchObject({ isActive: true, templateArchived: true });
      await admin().call('POST', `/v1/admin/flow-templates/${templateId}/restore`);
      expect(await automation(id)).toMatchObject({ templateArchived: false });
    });

    it('describe their language to whoever has signed in', async () => {
      const { body } = await member().call<{ $schema: string; properties: object }>('GET', '/v1/flows/schema');
      expect(Object.keys(body.properties)).toEqual(expect.arrayContaining(['nodes', 'edges', 'settings']));
    });
  });

  describe('automations', () => {
    it('take values that fit their fields, and no others', async () => {
      const { templateId } = await published({ exposedFields: [{ ...SHOP, validation: { max: 5 } }] });
      const post = (config: object) => member().call('POST', automations(), { templateId, name: 'x', config });
      expect((await post({})).code).toBe('AUTOMATION.CONFIG_INVALID');
      expect((await post({ shop: 'Shoe shop' })).code).toBe('AUTOMATION.CONFIG_INVALID');
      expect((await post({ shop: 'Shoes', other: 1 })).code).toBe('AUTOMATION.CONFIG_INVALID');
      const { id } = await activate(templateId, { config: { shop: 'Shoes' } });
      const patch = (change: object) => member().call('PATCH', `${automations()}/${id}`, change);
      expect((await patch({ config: { shop: 5 } })).code).toBe('AUTOMATION.CONFIG_INVALID');
      expect((await patch({ name: 'Two', isActive: false })).body).toMatchObject({ name: 'Two', isActive: false });
    });

    it('are copied, listed and deleted', async () => {
      const { templateId } = await published();
      const { id } = await activate(templateId);
      const copy = await member().call<Automation>('POST', `${automations()}/${id}/duplicate`);
      expect([copy.status, copy.body.isActive]).toEqual([201, false]);
      const list = async (query: string) => {
        const url = `${automations()}?templateId=${templateId}${query}`;
        return (await member().call<Paged<Automation>>('GET', url)).body.items.map((one) => one.id);
      };
      expect((await list('')).sort()).toEqual([id, copy.body.id].sort());
      expect(await list('&isActive=false')).toEqual([copy.body.id]);
      expect((await member().call('DELETE', `${automations()}/${id}`)).status).toBe(204);
      expect((await member().call('GET', `${automations()}/${id}`)).code).toBe('AUTOMATION.NOT_FOUND');
      expect(await list('')).toEqual([copy.body.id]);
    });

    it('count what became of their sessions, as a whole and at each node', async () => {
      const { templateId, versionId } = await published();
      const { id: instanceId } = await activate(templateId);
      const { workspaceId } = owner;
      const session = (status: string, lastNodeId: string, more: object = {}) => ({
        _id: newTestName(),
        ...{ workspaceId, instanceId, templateId, versionId, status, lastNodeId, conversationId: newTestName() },
        visits: [
          { nodeId: 'start', entered: 1 },
          { nodeId: 'a', entered: 2 },
        ],
        goals: [],
        revision: 1,
        startedAt: new Date(),
        ...more,
      });
      await workspace.rows
        .collection<{ _id: string }>('automationSessions')
        .insertMany([
          session('waiting', 'a'),
          session('expired', 'a'),
          session('completed', 'a', { goals: [{ nodeId: 'a', goal: 'lead', at: new Date() }] }),
          session('completed', 'a', { startedAt: new Date('2020-01-01') }),
          session('failed', 'a', { instanceId: 'another' }),
        ]);
      const url = `${automations()}/${instanceId}/stats`;
      const { body } = await member().call<object>('GET', url);
      expect(body).toMatchObject({
        started: 3,
        sessions: { waiting: 1, expired: 1, completed: 1, failed: 0 },
        withGoal: 1,
        goals: [{ goal: 'lead', reached: 1 }],
        nodes: [
          { nodeId: 'a', entered: 6, left: 4, waiting: 1, droppedOff: 1 },
          { nodeId: 'start', entered: 3, left: 3, waiting: 0, droppedOff: 0 },
        ],
      });
      const old = await member().call<object>('GET', `${url}?from=2019-06-01T00:00:00Z&to=2020-02-01T00:00:00Z`);
      expect(old.body).toMatchObject({ started: 1 });
      expect((await member().call('GET', `${url}?from=2010-01-01T00:00:00Z`)).code).toBe('AUTOMATION.RANGE_INVALID');
      expect((await member().call('GET', `${url}?from=yesterday`)).code).toBe('REQUEST.INVALID');
      const list = await member().call<Paged<{ stats: object }>>('GET', `${automations()}?templateId=${templateId}`);
      expect(list.body.items[0]?.stats).toMatchObject({ started: 4, active: 1, completed: 2, failed: 0 });
    });
  });
});
