import { type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { type AccountId, type ContactId, conversationIdOf, type UserId } from '../../shared/kernel';
import { AccessRevisions } from '../access-revisions.port';
import { PersonalRowsRepository } from '../repositories/personal-rows.repository';
import type { PrivacyRequestResponse } from '../dto/privacy.response';
import { PrivacyRunner } from './privacy-runner';

interface Line {
  collection: string;
  record: Record<string, unknown>;
}

const LONG_AGO = new Date(0);

describe('privacy requests, on the store', () => {
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

  const rows = (name: string) => workspace.rows.collection<{ _id: string } & Record<string, unknown>>(name);
  const run = () => workspace.app.get(PrivacyRunner).run();
  const post = <T = PrivacyRequestResponse>(path: string, person = owner) =>
    workspace.as(person.token).call<T>('POST', path.startsWith('/v1') ? path : `${base}/${path}`);
  const get = <T = PrivacyRequestResponse>(path: string, person = owner) =>
    workspace.as(person.token).call<T>('GET', path.startsWith('/v1') ? path : `${base}/${path}`);
  const join = async (role: string): Promise<SignedUp> => {
    const person = await workspace.signUp();
    const row = { _id: `m-${person.userId}`, workspaceId: owner.workspaceId, userId: person.userId, role };
    await rows('memberships').insertOne({ ...row, createdAt: new Date() });
    return person;
  };

  /** A contact with a conversation and two messages, as a turn would leave them. */
  const newContact = async (name: string, workspaceId = owner.workspaceId) => {
    const [accountId, participantId] = [`account-of-${workspaceId}`, `participant-${name}`];
    const conversationId = conversationIdOf(accountId as AccountId, participantId);
    const contactId = `contact-${name}`;
    const at = new Date();
    const of = { workspaceId, conversationId };
    await rows('contacts').insertOne({
      ...{ _id: contactId, workspaceId, name, identities: [{ accountId, participantId, username: name }] },
      ...{ tags: [], stage: 'new', createdAt: at, updatedAt: at },
    });
    await rows('conversations').insertOne({
      ...{ _id: conversationId, workspaceId, accountId, participantId, participant: { name }, turnVersion: 1 },
      ...{ outbox: [{ id: 'o1', content: { text: name } }], tasks: [], timers: [], lease: { fence: 1 } },
      ...{ lastActivityAt: at, createdAt: at, shadow: false },
    });
    await rows('messages').insertMany(
      ['a', 'b'].map((id) => ({ _id: `${name}-${id}`, ...of, accountId, text: `${name} says ${id}`, at })),
    );
    await rows('inboxEvents').insertOne({ _id: `e-${name}`, ...of, status: 'parked', payload: { text: name } });
    await rows('escalations').insertOne({ _id: `x-${name}`, ...of, summary: name, sourceIds: [name], createdAt: at });
    await rows('automationSessions').insertOne({ _id: `s-${name}`, ...of, status: 'done', startedAt: at });
    await rows('adminLogEvents').insertOne({ _id: `l-${name}`, ...of, content: name, at });
    return { contactId: contactId as ContactId, conversationId, name };
  };

  /** As if the waits between the steps were over. */
  const passTime = async (id: string) => {
    await rows('privacyRequests').updateOne({ _id: id }, { $set: { dueAt: LONG_AGO, closedAt: LONG_AGO } });
  };
  const eraseContact = async (contactId: string) => {
    const { body } = await post(`contacts/${contactId}/erase`);
    await run();
    await passTime(body.id);
    await run();
    return (await get(`privacy-requests/${body.id}`)).body;
  };
  const exported = async (path: string, person = owner): Promise<Line[]> => {
    const asked = await post(path, person);
    expect(asked.status).toBe(202);
    await run();
    const at = path.startsWith('/v1/me') ? '/v1/me/privacy-requests' : `${base}/privacy-requests`;
    expect((await get(`${at}/${asked.body.id}`, person)).body.status).toBe('done');
    const response = await workspace.app.inject({
      method: 'GET',
      url: `${at}/${asked.body.id}/download`,
      headers: { authorization: `Bearer ${person.token}` },
    });
    expect(response.headers['content-type']).toContain('application/x-ndjson');
    return response.body
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  };
  const everything = async (): Promise<string> => {
    const found: unknown[] = [];
    for (const { name } of (await workspace.rows.db?.listCollections().toArray()) ?? [])
      found.push([name, await rows(name).find().toArray()]);
    return JSON.stringify(found);
  };

  it('a contact is erased from every collection, another one is untouched', async () => {
    const [anna, berta] = [await newContact('annabel'), await newContact('bertrand')];
    const done = await eraseContact(anna.contactId);
    expect(done).toMatchObject({ kind: 'erase', status: 'done', subject: { kind: 'contact', id: anna.contactId } });
    expect(done.progress).toContainEqual({ step: 'erase:messages', count: 2, done: true });
    const left = await everything();
    for (const trace of ['annabel says', 'participant-annabel', '"annabel"']) expect(left).not.toContain(trace);
    expect(await rows('messages').countDocuments({ conversationId: berta.conversationId })).toBe(2);
    for (const name of [
      'contacts',
      'conversations',
      'inboxEvents',
      'escalations',
      'automationSessions',
      'adminLogEvents',
    ])
      expect([name, await rows(name).countDocuments({ workspaceId: owner.workspaceId })]).toEqual([name, 1]);
  });

  it('first nothing is taken in any more and nothing waits to be sent, then a second passes, then it goes', async () => {
    const { contactId, conversationId } = await newContact('clara');
    const { body } = await post(`contacts/${contactId}/erase`);
    await run();
    expect(await rows('erasedLanes').findOne({ _id: conversationId })).toMatchObject({ closed: true });
    expect(await rows('conversations').findOne({ _id: conversationId })).toMatchObject({ outbox: [], turnVersion: 2 });
    expect(await rows('messages').countDocuments({ conversationId })).toBe(2);
    const waiting = await rows('privacyRequests').findOne({ _id: body.id });
    const waitMs = (waiting?.['dueAt'] as Date).getTime() - (waiting?.['closedAt'] as Date).getTime();
    expect(waitMs).toBeGreaterThan(1_000);
    await passTime(body.id);
    await run();
    expect(await rows('messages').countDocuments({ conversationId })).toBe(0);
    expect(await rows('erasedLanes').findOne({ _id: conversationId })).toMatchObject({ closed: false });
  });

  it('what a turn under way writes meanwhile is swept up, after it must have ended', async () => {
    const { contactId, conversationId } = await newContact('dora');
    const { body } = await post(`contacts/${contactId}/erase`);
    await run();
    const closedAt = new Date(Date.now() - 2_000);
    await rows('privacyRequests').updateOne({ _id: body.id }, { $set: { dueAt: LONG_AGO, closedAt } });
    await run();
    expect(await rows('messages').countDocuments({ conversationId })).toBe(0);
    expect((await get(`privacy-requests/${body.id}`)).body.status).toBe('running');
    const late = { _id: 'dora-late', workspaceId: owner.workspaceId, conversationId, text: 'dora was late' };
    await rows('messages').insertOne(late);
    await passTime(body.id);
    await run();
    expect(await everything()).not.toContain('dora was late');
    expect((await get(`privacy-requests/${body.id}`)).body.status).toBe('done');
  });

  it('goes on after a crash at any step, and ends the same', async () => {
    const { contactId } = await newContact('emil');
    const { body } = await post(`contacts/${contactId}/erase`);
    await run();
    await passTime(body.id);
    const store = workspace.app.get(PersonalRowsRepository);
    const original = PersonalRowsRepository.prototype.erase.bind(store);
    const erase = jest.spyOn(store, 'erase');
    let crashes = 0;
    for (; (await get(`privacy-requests/${body.id}`)).body.status !== 'done' && crashes < 200; crashes++) {
      // Each run erases in one collection more, and dies before that is noted.
      erase.mockImplementationOnce(original).mockImplementation(async (...args) => {
        await original(...args);
        throw new Error('cut off');
      });
      await run();
      erase.mockReset();
      await passTime(body.id);
    }
    erase.mockRestore();
    expect(crashes).toBeGreaterThan(10);
    expect((await get(`privacy-requests/${body.id}`)).body).toMatchObject({ status: 'done' });
    expect(await everything()).not.toContain('emil says');
  });

  it('gives up after many failures, says so, and goes on when it is told to', async () => {
    const { contactId } = await newContact('fritz');
    const { body } = await post(`contacts/${contactId}/erase`);
    const erase = jest.spyOn(workspace.app.get(PersonalRowsRepository), 'erase');
    erase.mockRejectedValue(new Error('away'));
    for (let attempt = 0; attempt < 15; attempt++) {
      await run();
      await passTime(body.id);
    }
    const failed = (await get(`privacy-requests/${body.id}`)).body;
    expect(failed).toMatchObject({ status: 'failed', errorCode: 'PRIVACY.STEP_FAILED' });
    expect((await post(`contacts/${contactId}/erase`)).body.id).toBe(body.id);
    erase.mockRestore();
    expect((await post(`privacy-requests/${body.id}/retry`)).status).toBe(202);
    await run();
    const done = (await get(`privacy-requests/${body.id}`)).body;
    expect(done.status).toBe('done');
    expect(done.errorCode).toBeUndefined();
    expect((await post(`privacy-requests/${body.id}/retry`)).code).toBe('PRIVACY.NOT_FAILED');
  });

  it('that failed are shown to platform admins, who can go on with them, also for a workspace that is no more', async () => {
    const root = await workspace.signUp();
    await rows('users').updateOne({ _id: root.userId }, { $set: { platformAdmin: true } });
    await workspace.app.get(AccessRevisions).bump({ userId: root.userId as UserId });
    const { contactId } = await newContact('heidi');
    const { body } = await post(`contacts/${contactId}/erase`);
    const url = '/v1/admin/privacy-requests';
    const failed = async () => (await get<{ items: object[] }>(url, root)).body.items;
    expect(await failed()).toEqual([]);
    expect((await post(`${url}/${body.id}/retry`, root)).code).toBe('PRIVACY.NOT_FAILED');
    await rows('privacyRequests').updateOne({ _id: body.id }, { $set: { status: 'failed', errorCode: 'X' } });
    await rows('workspaces').deleteOne({ _id: owner.workspaceId });
    expect(await failed()).toMatchObject([{ id: body.id, workspaceId: owner.workspaceId, errorCode: 'X' }]);
    expect((await post(`${url}/${body.id}/retry`, root)).status).toBe(202);
    expect(await failed()).toEqual([]);
    expect((await post(`${url}/unknown/retry`, root)).code).toBe('PRIVACY.REQUEST_NOT_FOUND');
    expect(await workspace.auditActions()).toContain('privacy.retried');
  });

  it('who asks twice gets the same request, also at the same moment', async () => {
    const { contactId } = await newContact('gerda');
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(`contacts/${contactId}/export`)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 202)).toBe(true);
  });

  it('a contact is exported with all that was said, and no mechanics', async () => {
    const { contactId } = await newContact('hanna');
    await newContact('ingrid');
    const lines = await exported(`contacts/${contactId}/export`);
    expect(lines.map(({ collection }) => collection)).toEqual([
      ...['automationSessions', 'contacts', 'conversations', 'escalations', 'messages', 'messages'],
    ]);
    const text = JSON.stringify(lines);
    expect(text).toContain('hanna says a');
    expect(text).not.toContain('ingrid');
    expect(text).not.toContain('lease');
  });

  it('what lies ready is sealed, and goes with whom it is about', async () => {
    const { contactId } = await newContact('jakob');
    await exported(`contacts/${contactId}/export`);
    const kept = await rows('privacyExports').find({ workspaceId: owner.workspaceId }).toArray();
    expect(kept.length).toBeGreaterThan(0);
    expect(JSON.stringify(kept)).not.toContain('jakob says');
    await eraseContact(contactId);
    expect(await rows('privacyExports').countDocuments({ workspaceId: owner.workspaceId })).toBe(0);
  });

  it('an export of many pieces comes out whole and in order, also when it was cut off', async () => {
    const { contactId, conversationId } = await newContact('klara');
    const at = new Date();
    const of = { workspaceId: owner.workspaceId, conversationId, at };
    await rows('messages').insertMany(
      Array.from({ length: 900 }, (_, index) => ({ _id: `k${index}`, ...of, text: `${index} ${'x'.repeat(800)}` })),
    );
    const asked = await post(`contacts/${contactId}/export`);
    const read = jest.spyOn(workspace.app.get(PersonalRowsRepository), 'read');
    const original = PersonalRowsRepository.prototype.read.bind(workspace.app.get(PersonalRowsRepository));
    read.mockImplementation(async function* (collection, share) {
      let count = 0;
      for await (const row of original(collection, share)) {
        if (++count > 500) throw new Error('cut off');
        yield row;
      }
    });
    await run();
    read.mockRestore();
    expect((await get(`privacy-requests/${asked.body.id}`)).body).toMatchObject({ status: 'running' });
    expect((await get(`privacy-requests/${asked.body.id}/download`)).code).toBe('PRIVACY.EXPORT_NOT_READY');
    await passTime(asked.body.id);
    const lines = await exported(`contacts/${contactId}/export`);
    const messages = lines.filter(({ collection }) => collection === 'messages');
    expect(new Set(messages.map(({ record }) => record['id'])).size).toBe(902);
    expect(messages).toHaveLength(902);
  });

  it('a workspace is exported by its owner only, without secrets or hashes', async () => {
    const admin = await join('admin');
    await newContact('lukas');
    await rows('instagramAccounts').insertOne({
      ...{ _id: 'ig1', workspaceId: owner.workspaceId, igUserId: `ig-${owner.workspaceId}`, username: 'shop' },
      ...{ token: { data: 'SEALED-TOKEN' }, updatedAt: new Date(), createdAt: new Date() },
    });
    await rows('apiKeys').insertOne({
      ...{ _id: `key-${owner.workspaceId}`, workspaceId: owner.workspaceId, name: 'till', secretHash: 'KEY-HASH' },
      ...{ permissions: [], createdBy: owner.userId, createdAt: new Date() },
    });
    expect((await post('export', admin)).status).toBe(403);
    const lines = await exported('export');
    const text = JSON.stringify(lines);
    for (const part of ['lukas says a', '"shop"', '"till"', owner.workspaceId]) expect(text).toContain(part);
    for (const secret of ['SEALED-TOKEN', 'KEY-HASH', 'argon2', 'Hash']) expect(text).not.toContain(secret);
    const [request] = (await get<{ items: PrivacyRequestResponse[] }>('privacy-requests')).body.items;
    expect((await get(`privacy-requests/${request?.id ?? ''}/download`, admin)).code).toBe('PRIVACY.OWNERS_ONLY');
  });

  it('everybody can export their own account, and nobody that of another', async () => {
    const lines = await exported('/v1/me/export');
    const text = JSON.stringify(lines);
    expect(lines.map(({ collection }) => collection)).toEqual(
      expect.arrayContaining(['users', 'memberships', 'refreshTokens']),
    );
    expect(text).toContain(owner.email);
    for (const secret of ['argon2', 'Hash', 'hash"']) expect(text).not.toContain(secret);
    const [request] = (await get<{ items: PrivacyRequestResponse[] }>('/v1/me/privacy-requests')).body.items;
    const stranger = await workspace.signUp();
    expect((await get(`/v1/me/privacy-requests/${request?.id ?? ''}`, stranger)).status).toBe(404);
    expect((await get(`/v1/me/privacy-requests/${request?.id ?? ''}/download`, stranger)).status).toBe(404);
  });

  it('a member is exported, and erased by the rules for removing members', async () => {
    const [agent, admin] = [await join('agent'), await join('admin')];
    const lines = await exported(`members/${agent.userId}/export`);
    expect(JSON.stringify(lines)).toContain(agent.email);
    expect((await post(`members/nobody/export`)).code).toBe('MEMBER.NOT_FOUND');
    expect((await post(`members/${owner.userId}/erase`, admin)).code).toBe('MEMBER.ABOVE_OWN_ROLE');
    const { contactId } = await newContact('mona');
    await rows('messages').updateOne({ _id: 'mona-a' }, { $set: { userId: agent.userId } });
    await rows('contacts').updateOne({ _id: contactId }, { $set: { ownerId: agent.userId } });
    await rows('auditEntries').insertOne({
      ...{ _id: 'entry-of-agent', at: new Date(), action: 'x', workspaceId: owner.workspaceId, ip: '203.0.113.7' },
      actor: { kind: 'user', userId: agent.userId },
    });
    const { body } = await post(`members/${agent.userId}/erase`);
    await run();
    await passTime(body.id);
    await run();
    expect((await get(`privacy-requests/${body.id}`)).body.status).toBe('done');
    expect((await rows('messages').findOne({ _id: 'mona-a' }))?.['userId']).toBeUndefined();
    expect((await rows('contacts').findOne({ _id: contactId }))?.['ownerId']).toBeUndefined();
    expect((await rows('auditEntries').findOne({ _id: 'entry-of-agent' }))?.['ip']).toBeUndefined();
    expect(await rows('memberships').countDocuments({ userId: agent.userId, workspaceId: owner.workspaceId })).toBe(0);
    expect(await rows('users').countDocuments({ _id: agent.userId })).toBe(1);
  });

  it('a workspace that is deleted is erased, all of it and nothing else', async () => {
    const other = await workspace.signUp();
    await newContact('nora');
    await newContact('oskar', other.workspaceId);
    await rows('instagramAccounts').insertOne({
      ...{ _id: 'ig2', workspaceId: owner.workspaceId, igUserId: 'ig-user-n', igScopedId: 'ig-scoped-n' },
      ...{ username: 'norashop', updatedAt: new Date(), createdAt: new Date() },
    });
    const { status } = await workspace.as(owner.token).call('DELETE', base);
    expect(status).toBe(204);
    const request = await rows('privacyRequests').findOne({ workspaceId: owner.workspaceId });
    await run();
    await passTime(request?._id ?? '');
    await run();
    expect(await rows('privacyRequests').findOne({ _id: request?._id ?? '' })).toMatchObject({ status: 'done' });
    const left = await everything();
    for (const trace of ['nora says', 'participant-nora', 'norashop', 'ig-user-n']) expect(left).not.toContain(trace);
    expect(left).toContain('oskar says');
    for (const name of ['workspaces', 'memberships', 'contacts', 'messages', 'conversations', 'settingsHistory'])
      expect([name, await rows(name).countDocuments({ workspaceId: owner.workspaceId })]).toEqual([name, 0]);
    expect(await rows('workspaces').countDocuments({ _id: owner.workspaceId })).toBe(0);
    expect(await rows('erasedLanes').findOne({ _id: owner.workspaceId })).toMatchObject({ closed: true });
  });

  it('needs the permission, knows only its own contacts, and is on record', async () => {
    const agent = await join('agent');
    const { contactId } = await newContact('paula');
    const elsewhere = await newContact('quirin', (await workspace.signUp()).workspaceId);
    expect((await post(`contacts/${contactId}/erase`, agent)).status).toBe(403);
    expect((await get('privacy-requests', agent)).status).toBe(403);
    expect((await post(`contacts/${elsewhere.contactId}/erase`)).code).toBe('CONTACT.NOT_FOUND');
    await exported(`contacts/${contactId}/export`);
    await eraseContact(contactId);
    const actions = await rows('auditEntries').distinct('action', { workspaceId: owner.workspaceId });
    expect(actions).toEqual(
      expect.arrayContaining(['privacy.export-requested', 'privacy.export-downloaded', 'privacy.erasure-requested']),
    );
  });
});
