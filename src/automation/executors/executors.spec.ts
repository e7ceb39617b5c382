import { LANE } from '../../../test/support/automation-player';
import { standIn } from '../../../test/support/stand-in';
import type { JsonObject, TaskOutcome } from '../../conversations';
import type { CrmFacade, EffectOutcome } from '../../crm';
import type { EscalationsFacade, OpenEscalation } from '../../escalations';
import type { InstagramFacade } from '../../instagram';
import { Contributions } from '../../shared/kernel';
import type { HttpFetch, HttpFetchRequest, HttpFetchResult } from '../../shared/providers/http-fetch';
import type { WorkspaceSettings } from '../../workspace';
import { AutomationPlatform } from '../automation-platform';
import { AddNoteExecutor } from './add-note.executor';
import { CreateTaskExecutor } from './create-task.executor';
import { HttpRequestExecutor } from './http-request.executor';
import { httpRequests } from './http-request-settings';
import { LookupProfileExecutor } from './lookup-profile.executor';
import { OpenEscalationExecutor } from './open-escalation.executor';
import { TaskExecutors } from './task-executors';
import { UpdateContactExecutor } from './update-contact.executor';

const PERSON = { workspaceId: 'w1', conversationId: 'c1', accountId: 'a1', participantId: 'p1' };

function setUp() {
  const contributions = new Contributions();
  const executors = new TaskExecutors(contributions);
  const calls: unknown[][] = [];
  const requests: HttpFetchRequest[] = [];
  const world = {
    crm: { ok: true, repeated: false, value: {} } as EffectOutcome<never>,
    http: { ok: true, response: { status: 200, headers: {}, body: '{"open":true}' } } as HttpFetchResult,
    profile: { name: 'Ann' } as { name?: string; username?: string } | null,
  };
  const crm = standIn<CrmFacade>({
    applyChanges: async (...args) => (calls.push(args), world.crm),
    addNote: async (...args) => (calls.push(args), world.crm),
    createTask: async (...args) => (calls.push(args), world.crm),
  });
  const opened: OpenEscalation[] = [];
  new LookupProfileExecutor(contributions, standIn<InstagramFacade>({ lookupProfile: async () => world.profile }));
  new OpenEscalationExecutor(
    contributions,
    standIn<EscalationsFacade>({ open: async (one) => (opened.push(one), { escalationId: 'esc1' }) }),
  );
  const settings = { reader: () => ({ of: async () => ({ allowedHosts: ['api.example.com'] }) }) };
  new HttpRequestExecutor(
    contributions,
    settings as unknown as WorkspaceSettings,
    standIn<HttpFetch>({ fetch: async (request) => (requests.push(request), world.http) }),
  );
  new UpdateContactExecutor(contributions, crm);
  new AddNoteExecutor(contributions, crm);
  new CreateTaskExecutor(contributions, crm);
  const run = (kind: string, input: JsonObject = {}): Promise<TaskOutcome> =>
    executors.run(LANE, { id: 's1-1', kind, input });
  return { run, world, calls, requests, opened, contributions, executors };
}

describe('what flows can have done', () => {
  it('is what has an executor, and nothing else can be published', () => {
    const { contributions, executors } = setUp();
    const platform = new AutomationPlatform(contributions, executors);
    expect(platform.capabilities()).toEqual({
      tasks: ['lookup_profile', 'open_escalation', 'http_request', 'update_contact', 'add_note', 'create_task'],
      messages: ['media', 'cards'],
      triggers: expect.arrayContaining(['dm_message', 'postback', 'manual', 'api']) as unknown,
    });
    expect(platform.limits.policy).toEqual({ botDisclosure: true, wayToPerson: true });
  });

  it('is an error for anything else, so that the flow goes on', async () => {
    expect(await setUp().run('dance')).toEqual({ ok: false, error: 'There is no task "dance".' });
  });
});

it('lookup_profile tells what the channel knows', async () => {
  const { run, world } = setUp();
  expect(await run('lookup_profile')).toEqual({ ok: true, value: { name: 'Ann' } });
  world.profile = null;
  expect(await run('lookup_profile')).toEqual({ ok: false, error: 'The profile is not available.' });
});

it.each([
  [
    { from: 'ai', severity: 'high' },
    { createdBy: 'ai', severity: 'high' },
  ],
  [{ from: 'ai', severity: null }, { createdBy: 'ai' }],
  [{ severity: 'dire' }, { createdBy: 'flow' }],
])('open_escalation passes on what the assistant said: %j', async (said, expected) => {
  const { run, opened } = setUp();
  await run('open_escalation', { reason: 'why', summary: 'hm', at: '2026-01-01T00:00:00.000Z', ...said });
  const { createdBy, severity } = opened[0] as { createdBy: string; severity?: string };
  expect({ createdBy, ...(severity === undefined ? {} : { severity }) }).toEqual(expected);
});

it('open_escalation has the task as its source, and says first what to do', async () => {
  const { run, opened } = setUp();
  const input = { reason: 'why', summary: 'hm', hints: ['Call back', 'Orders'], at: '2026-01-01T00:00:00.000Z' };
  expect(await run('open_escalation', input)).toEqual({ ok: true, value: { escalationId: 'esc1' } });
  expect(opened).toEqual([
    {
      workspaceId: 'w1',
      conversationId: 'c1',
      createdBy: 'flow',
      sourceId: 's1-1',
      reason: 'why',
      summary: 'Call back · Orders · hm',
      at: new Date('2026-01-01'),
    },
  ]);
  await expect(run('open_escalation', {})).rejects.toThrow('lacks "reason"');
});

describe('http_request', () => {
  const get = { method: 'GET', url: 'https://api.example.com/hours', headers: { 'X-Shop': '7' }, timeoutMs: 99_000 };

  it('asks only the hosts that the workspace has listed, under a key of its own', async () => {
    const { run, requests } = setUp();
    expect(await run('http_request', get)).toEqual({ ok: true, value: { status: 200, body: { open: true } } });
    expect(requests).toEqual([
      {
        method: 'GET',
        url: 'https://api.example.com/hours',
        headers: { accept: 'application/json', 'idempotency-key': 's1-1', 'x-shop': '7' },
        timeoutMs: 10_000,
        maxBytes: 32_768,
        allowedHosts: ['api.example.com'],
      },
    ]);
  });

  it.each([
    ['JSON', { size: 'M' }, '{"size":"M"}', 'application/json'],
    ['text', 'size=M', 'size=M', 'text/plain'],
  ])('sends %s', async (_what, body, sent, type) => {
    const { run, requests } = setUp();
    await run('http_request', { method: 'POST', url: get.url, body });
    expect(requests[0]).toMatchObject({ body: sent, headers: { 'content-type': type }, timeoutMs: 5_000 });
  });

  it('keeps an answer that is no JSON as a text, with its status', async () => {
    const { run, world } = setUp();
    world.http = { ok: true, response: { status: 502, headers: {}, body: 'Bad gateway' } };
    expect(await run('http_request', get)).toEqual({ ok: true, value: { status: 502, body: 'Bad gateway' } });
  });

  it('says why there is none', async () => {
    const { run, world } = setUp();
    world.http = { ok: false, failure: { class: 'refused', code: 'host-not-listed', message: 'Not listed.' } };
    expect(await run('http_request', get)).toEqual({ ok: false, error: 'host-not-listed: Not listed.' });
  });

  it('refuses a task without a method', async () => {
    await expect(setUp().run('http_request', { url: 'https://api.example.com' })).rejects.toThrow('no method');
  });

  it.each([
    ['api.example.com', true],
    ['*.example.com', true],
    ['localhost', false],
    ['10.0.0.1', false],
    ['https://example.com', false],
    ['*', false],
  ])('lets a workspace list %s: %s', (host, allowed) => {
    expect(httpRequests.patch(undefined, { allowedHosts: [host] }).ok).toBe(allowed);
  });
});

describe('the tasks of the CRM', () => {
  const changes = { set: { stage: 'won' }, addTags: ['vip'], removeTags: [] };

  it.each<[string, JsonObject, unknown[]]>([
    ['update_contact', changes, [PERSON, changes, 's1-1']],
    ['add_note', { text: 'Wants blue' }, [PERSON, 'Wants blue', 's1-1']],
    [
      'create_task',
      { title: 'Call', priority: 'high', details: '', extra: 1 },
      [PERSON, { title: 'Call', priority: 'high' }, 's1-1'],
    ],
  ])('%s is applied under the id of its effect', async (task, input, call) => {
    const { run, calls } = setUp();
    expect(await run(task, input)).toEqual({ ok: true, value: {} });
    expect(calls).toEqual([call]);
  });

  it('say what does not fit', async () => {
    const { run, world } = setUp();
    world.crm = { ok: false, reason: 'invalid', problems: [{ field: 'stage', rule: 'must be a stage' }] };
    expect(await run('update_contact', changes)).toEqual({ ok: false, error: 'stage must be a stage' });
  });

  it('are tried again while there is no contact yet', async () => {
    const { run, world } = setUp();
    world.crm = { ok: false, reason: 'no-contact', problems: [] };
    await expect(run('add_note', { text: 'x' })).rejects.toThrow('no contact yet');
  });
});
