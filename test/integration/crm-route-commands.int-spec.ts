import { CrmFacade } from '../../src/crm';
import { type AccountId, type ContactId, conversationIdOf, type WorkspaceId } from '../../src/shared/kernel';
import { fewestCommands, monitored } from '../support/route-commands';
import { type Caller, type SignedUp, WorkspaceApp } from '../support/workspace-app';

const AT = new Date('2026-01-01T00:00:00Z');

describe('database commands of what a front end asks the CRM', () => {
  let api: WorkspaceApp;
  let ann: SignedUp;
  let caller: Caller;
  let known: Record<string, string>;
  const storeUri = process.env['MONGODB_URI'] ?? '';

  beforeAll(async () => {
    process.env['MONGODB_URI'] = monitored(storeUri);
    api = await WorkspaceApp.start();
    ann = await api.signUp();
    caller = api.as(ann.token);
    known = await prepare();
  });
  afterAll(async () => {
    process.env['MONGODB_URI'] = storeUri;
    await api.stop();
  });

  const at = (path: string) => `/v1/workspaces/${ann.workspaceId}/${path}`;
  const post = async (path: string, body: object = {}) => {
    const answer = await caller.call<{ id: string }>('POST', at(path), body);
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${answer.code}`);
    return answer.body.id;
  };

  /** More than a page of everything that a list shows or looks up, and a contact with all of it. */
  async function prepare(): Promise<Record<string, string>> {
    const workspaceId = ann.workspaceId as WorkspaceId;
    const identity = { accountId: 'a1' as AccountId, participantId: ann.workspaceId };
    const contact = `c-${ann.workspaceId}` as ContactId;
    const crm = api.app.get(CrmFacade);
    await crm.ensureContact({ ...identity, contactId: contact, workspaceId, at: AT });
    const conversationId = conversationIdOf(identity.accountId, identity.participantId);
    const person = { ...identity, workspaceId, conversationId };
    await crm.applyChanges(person, { set: { name: 'Mia Berg', stage: 'won' }, addTags: ['vip'] }, 'e1');
    for (const goal of ['lead', 'order', 'booking'] as const) await crm.captureGoal(person, { goal, fields: {} }, goal);
    await post('contact-fields', { key: 'size', label: 'Size', type: 'text' });
    for (const name of ['Ada', 'Ben', 'Mia Berg'])
      await post('contacts', { name, tags: ['vip'], fields: { size: 'M' } });
    await post(`contacts/${contact}/notes`, { text: 'Likes blue.' });
    await post(`contacts/${contact}/tasks`, { title: 'Call' });
    const gone = await post('contacts', { name: 'Eve' });
    await post('contact-merges', { from: gone, to: contact });
    const segment = await post('segments', { name: 'VIPs', filter: { tag: 'vip', hasEmail: 'no' } });
    const { body } = await caller.call<{ nextCursor: string }>('GET', at('contacts?limit=2'));
    const { body: page } = await caller.call<{ nextCursor: string }>('GET', at(`contacts/${contact}/timeline?limit=2`));
    return { contact, gone, segment, cursor: body.nextCursor, older: page.nextCursor };
  }

  const filled = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? '');

  it.each<[path: string, max: number]>([
    ['contacts', 1],
    ['contacts?limit=2&cursor={cursor}', 1],
    ['contacts?q=mi&tag=vip&stage=won&sort=name', 1],
    ['contacts?hasEmail=yes&marketingConsent=granted', 1],
    ['contacts?segmentId={segment}', 2],
    ['contacts/count', 1],
    ['contacts/count?tag=vip&hasPhone=no', 1],
    ['contacts/{contact}', 1],
    // By the id of a contact that was merged: that it is no more, where it went, and who it is.
    ['contacts/{gone}', 3],
    ['contacts/{contact}/notes', 2],
    ['contacts/{contact}/tasks', 2],
    ['contacts/{contact}/duplicates', 2],
    ['contacts/duplicates', 2],
    // The contact, and one for each source, all at once: messages and sessions of its conversation, notes, tasks, goals, merges,
    // escalations and tickets.
    ['contacts/{contact}/timeline', 9],
    ['contacts/{contact}/timeline?limit=2&cursor={older}', 9],
    ['contacts/{contact}/timeline?kinds=note', 2],
    ['contacts/{contact}/timeline?kinds=stage', 1],
    ['segments', 1],
    ['segments/{segment}', 1],
    ['segments/{segment}/count', 2],
    ['contact-tags', 1],
    ['contact-tags?q=v', 1],
    ['pipelines', 1],
    ['contact-fields', 1],
    ['contact-merges', 1],
    ['crm-tasks', 1],
    ['crm-jobs', 1],
    ['outcomes/lead', 1],
  ])('%s: at most %i', async (path, max) => {
    const commands = await fewestCommands(api.rows, async () => {
      const { status, code } = await caller.call('GET', at(filled(path)));
      expect([status, code]).toEqual([200, undefined]);
    });
    expect({ commands: commands.length <= max ? [] : commands }).toEqual({ commands: [] });
  });
});
