import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { conversation } from '../../test/support/lane-fixtures';
import { PASSWORD, type Caller, type SignedUp, WorkspaceApp } from '../../test/support/workspace-app';
import type { ConversationRow } from '../conversations/schemas/conversation.schema';
import { CrmFacade } from '../crm';
import { InstagramFacade } from '../instagram';
import { type DomainEvent, EventSink } from '../shared/events';
import {
  type AccountId,
  type ContactId,
  Contributions,
  type ConversationId,
  conversationIdOf,
  newId,
  Secret,
  systemCaller,
  type UserId,
  type WorkspaceId,
} from '../shared/kernel';
import { Metrics } from '../shared/observability';
import { type DataSubject, WorkspaceFacade } from '../workspace';
import { shareOf } from '../workspace/privacy/personal-data.port';
import { PersonalRowsRepository } from '../workspace/repositories/personal-rows.repository';
import { SupportTicketsRepository } from './repositories/support-tickets.repository';
import { SupportContactReferences } from './support-contacts';
import { SupportUpkeepJob } from './support-upkeep.job';
import { SupportPersonalData } from './support.personal-data';

const DESK_ADDRESS = 'desk@parley.example';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const DAY = 86_400_000;

interface Ticket {
  id: string;
  number: number;
  status: string;
  subject: string;
  files: { id: string; fileName: string; contentType: string }[];
  steps: { from: string; to: string; side: string; userId?: string }[];
  accountId?: string;
  source?: object;
}

interface Comment {
  id: string;
  text: string;
  side: string;
  authorId?: string;
}

interface PageOf<T> {
  items: T[];
  nextCursor?: string;
}

describe('support tickets', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-support-'));
  let api: WorkspaceApp;
  let mia: SignedUp;
  let user: Caller;
  let desk: Caller;
  let deskId: string;

  beforeAll(async () => {
    api = await WorkspaceApp.start({ STORAGE_FOLDER: folder, SUPPORT_MAIL: DESK_ADDRESS });
    mia = await api.signUp('mia');
    user = api.as(mia.token);
    ({ caller: desk, userId: deskId } = await signedInAdmin('root@parley.example'));
    await api.rows.collection('users').updateMany({}, { $set: { emailVerifiedAt: new Date() } });
    await api.takeMails();
  });
  afterAll(async () => {
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await api.rows.collection('supportTickets').deleteMany({});
    await api.rows.collection('supportTicketComments').deleteMany({});
    await api.takeMails();
  });

  const signedInAdmin = async (email: string) => {
    const admin = { email, password: PASSWORD, name: 'Root', workspaceName: 'Root', platformAdmin: true };
    const { userId } = await api.app.get(WorkspaceFacade).createOwner(admin, systemCaller('test', 'corr-0001'));
    const { body } = await api.logIn(email);
    return { caller: api.as(body.token), userId: String(userId) };
  };

  const own = (rest = '') => `/v1/workspaces/${mia.workspaceId}/support-tickets${rest}`;
  const queue = (rest = '') => `/v1/admin/support-tickets${rest}`;
  const open = async (wishes: object = {}): Promise<Ticket> => {
    const wanted = { subject: 'Messages are late', description: 'By minutes.', category: 'bug', ...wishes };
    const { status, body } = await user.call<Ticket>('POST', own(), wanted);
    expect(status).toBe(201);
    return body;
  };
  const listed = async (caller: Caller, url: string): Promise<string[]> =>
    (await caller.call<PageOf<Ticket>>('GET', url)).body.items.map(({ subject }) => subject);
  const mailsTo = async () => (await api.takeMails()).map(({ to, subject }) => `${to}: ${subject}`).sort();

  const erase = async (subject: DataSubject) => {
    const data = api.app.get(SupportPersonalData);
    await data.close(subject);
    for (const collection of data.collections) {
      const share = shareOf(collection, subject);
      if (share !== null) await api.app.get(PersonalRowsRepository).erase(collection.collection, share, 100);
    }
  };

  const attach = async (caller: 'user' | 'desk', url: string, bytes: Buffer, name = 'shot.png') => {
    const boundary = 'x-boundary-x';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
    const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const { body } = await api.logIn(caller === 'user' ? mia.email : 'root@parley.example');
    const headers = {
      authorization: `Bearer ${body.token}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    };
    const response = await api.app.inject({ method: 'POST', url, headers, payload });
    return { status: response.statusCode, body: response.json<{ id: string; code?: string }>() };
  };

  it('are opened with what led to them, are numbered, and tell those who answer them', async () => {
    const crumb = { at: '2026-01-01T00:00:00.000Z', text: 'Clicked on Publish' };
    const ticket = await open({ requestIds: ['corr-0001', 'corr-0001'], breadcrumbs: [crumb], severity: 'high' });
    expect(ticket).toMatchObject({
      status: 'open',
      severity: 'high',
      userId: mia.userId,
      requestIds: ['corr-0001'],
      breadcrumbs: [crumb],
    });
    expect((await open()).number).toBeGreaterThan(ticket.number);
    expect(await mailsTo()).toEqual([
      `${DESK_ADDRESS}: [#${ticket.number}] Messages are late`,
      `${DESK_ADDRESS}: [#${ticket.number + 1}] Messages are late`,
    ]);
    expect((await user.call('GET', own(`/${ticket.id}`))).body).toEqual(ticket);
  });

  it.each([
    [{ subject: ' ' }, 'SUPPORT_TICKET.INVALID'],
    [{ subject: 'two\nlines' }, 'SUPPORT_TICKET.INVALID'],
    [{ category: 'wish' }, 'REQUEST.INVALID'],
    [{ severity: { $gt: '' } }, 'REQUEST.INVALID'],
    [{ breadcrumbs: [{ at: 'soon', text: 'x' }] }, 'REQUEST.INVALID'],
    [{ breadcrumbs: Array.from({ length: 51 }, () => ({ at: '2026-01-01', text: 'x' })) }, 'REQUEST.INVALID'],
    [{ requestIds: ['no id'] }, 'REQUEST.INVALID'],
    [{ status: 'closed' }, 'REQUEST.INVALID'],
    [{ assigneeId: 'x' }, 'REQUEST.INVALID'],
  ])('like %j are refused', async (wishes, code) => {
    const wanted = { subject: 'x', description: 'y', category: 'bug', ...wishes };
    const answer = await user.call('POST', own(), wanted);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  describe('opened from a conversation', () => {
    const workspaceId = () => mia.workspaceId as WorkspaceId;
    const lanes = () => api.rows.collection<ConversationRow>('conversations');
    const newLane = async (ofWorkspace: WorkspaceId = workspaceId()) => {
      const row = conversation({
        _id: newId<ConversationId>(),
        workspaceId: ofWorkspace,
        contactId: newId<ContactId>(),
      });
      await lanes().insertOne({ ...row, participantId: row._id, accountId: newId<AccountId>() });
      return lanes().findOne({ _id: row._id }) as Promise<ConversationRow>;
    };

    it('name it, its account and its contact, on whose timeline they stand', async () => {
      const lane = await newLane();
      const ticket = await open({ conversationId: lane._id });
      const place = { accountId: lane.accountId, source: { conversationId: lane._id, contactId: lane.contactId } };
      expect(ticket).toMatchObject(place);
      expect((await desk.call('GET', queue(`/${ticket.id}`))).body).toMatchObject(place);
      const [row] = await api.app
        .get(SupportTicketsRepository)
        .listOfContact(workspaceId(), lane.contactId ?? ('' as ContactId), 10);
      expect(row?.id).toBe(ticket.id);
      const same = await open({ conversationId: lane._id, accountId: lane.accountId });
      expect(same).toMatchObject(place);
    });

    it('of nobody who is known yet stand without a contact, until it is', async () => {
      const lane = await newLane();
      await lanes().updateOne({ _id: lane._id }, { $set: { contactId: null } });
      const { id, source } = await open({ conversationId: lane._id });
      expect(source).toEqual({ conversationId: lane._id });
      const contactId = newId<ContactId>();
      await api.app
        .get(SupportContactReferences)
        .claim([lane._id], { workspaceId: workspaceId(), contactId } as Parameters<
          SupportContactReferences['claim']
        >[1]);
      expect((await user.call<Ticket>('GET', own(`/${id}`))).body.source).toEqual({
        conversationId: lane._id,
        contactId,
      });
    });

    it('are refused for what is not of the workspace', async () => {
      const stranger = await api.signUp();
      const theirs = await newLane(stranger.workspaceId as WorkspaceId);
      const lane = await newLane();
      const refusals = [
        [{ conversationId: theirs._id }, 'conversationId'],
        [{ conversationId: newId() }, 'conversationId'],
        [{ accountId: theirs.accountId }, 'accountId'],
        [{ conversationId: lane._id, accountId: theirs.accountId }, 'accountId'],
      ] as const;
      for (const [wishes, field] of refusals) {
        const wanted = { subject: 'x', description: 'y', category: 'bug', ...wishes };
        const { status, code, body } = await user.call<{ errors?: { field: string }[] }>('POST', own(), wanted);
        expect([status, code, body.errors?.map((error) => error.field)]).toEqual([
          400,
          'SUPPORT_TICKET.INVALID',
          [field],
        ]);
      }
      expect(await api.rows.collection('supportTickets').countDocuments()).toBe(0);
    });

    it('name an account alone, which is connected', async () => {
      const account = {
        tokenExpiresAt: null,
        igUserId: `ig-${newId()}`,
        igScopedId: `igs-${newId()}`,
        username: 'shop',
      };
      const accountId = await api.app
        .get(InstagramFacade)
        .connectAccount(workspaceId(), { ...account, token: new Secret('token-of-the-account') });
      const ticket = await open({ accountId });
      expect(ticket).toMatchObject({ accountId });
      expect(ticket).not.toHaveProperty('source');
    });

    it('go when the person of that conversation is erased, with what was said about them', async () => {
      const lane = await newLane();
      const { id } = await open({ conversationId: lane._id, subject: 'Theirs' });
      await user.call('POST', own(`/${id}/comments`), { text: 'x' });
      await open({ subject: 'Other' });
      await erase({
        kind: 'contact',
        workspaceId: workspaceId(),
        contactIds: [lane.contactId ?? ('' as ContactId)],
        conversationIds: [lane._id],
      });
      expect(await listed(user, own())).toEqual(['Other']);
      expect(await api.rows.collection('supportTicketComments').countDocuments()).toBe(0);
    });
  });

  it('tell front ends what their workspace may know, and of internal notes nothing', async () => {
    const told: DomainEvent[] = [];
    const listening = { take: async (events: readonly DomainEvent[]) => void told.push(...events) };
    api.app.get(Contributions).provide(EventSink, listening);
    const { id } = await open();
    await desk.call('POST', queue(`/${id}/comments`), { text: 'Known issue?', internal: true });
    await desk.call('PATCH', queue(`/${id}`), { tags: ['x'] });
    await desk.call('PATCH', queue(`/${id}`), { severity: 'low' });
    await desk.call('POST', queue(`/${id}/comments`), { text: 'Which one?' });
    const changes = new Map(told.filter(({ subjectId }) => subjectId === id).map((event) => [event.id, event]));
    expect([...changes.values()].map(({ type, data }) => [type, data['change']])).toEqual([
      ['support-ticket.changed', 'opened'],
      ['support-ticket.changed', 'changed'],
      ['support-ticket.changed', 'commented'],
    ]);
    expect(JSON.stringify(told)).not.toContain('Known issue');
  });

  it('are talked about, each side hearing of the other', async () => {
    const { id, number } = await open();
    await api.takeMails();
    const noted = await desk.call('POST', queue(`/${id}/comments`), { text: 'Known issue?', internal: true });
    expect(noted.status).toBe(201);
    expect(await mailsTo()).toEqual([]);
    const answered = await desk.call('POST', queue(`/${id}/comments`), {
      text: 'Which one?',
      status: 'waiting_on_user',
    });
    expect(answered.status).toBe(201);
    expect(await mailsTo()).toEqual([`${mia.email}: [#${number}] Messages are late`]);
    await desk.call('PATCH', queue(`/${id}`), { assigneeId: deskId, tags: ['Webhooks'] });
    await user.call('POST', own(`/${id}/comments`), { text: 'All of them.' });
    expect(await mailsTo()).toEqual([`root@parley.example: [#${number}] Messages are late`]);

    const theirs = await user.call<PageOf<Comment>>('GET', own(`/${id}/comments`));
    expect(theirs.body.items).toMatchObject([
      { text: 'All of them.', side: 'user', authorId: mia.userId },
      { text: 'Which one?', side: 'platform' },
    ]);
    expect(JSON.stringify(theirs.body)).not.toContain(deskId);
    const all = await desk.call<PageOf<Comment>>('GET', queue(`/${id}/comments`));
    expect(all.body.items.map(({ text }) => text)).toEqual(['All of them.', 'Which one?', 'Known issue?']);

    const shown = await user.call<Ticket>('GET', own(`/${id}`));
    expect(shown.body.status).toBe('in_progress');
    expect(JSON.stringify(shown.body)).not.toMatch(new RegExp(`${deskId}|webhooks|sla`));
    const seen = await desk.call('GET', queue(`/${id}`));
    expect(seen.body).toMatchObject({ assigneeId: deskId, tags: ['webhooks'], workspaceId: mia.workspaceId });
  });

  it('are not written about to who does not want that, is no member any more, or has no confirmed address', async () => {
    const { id } = await open();
    const answer = () => desk.call('POST', queue(`/${id}/comments`), { text: 'x' });
    const users = api.rows.collection<{ _id: string }>('users');
    const off = await user.call('PATCH', '/v1/me/mail-preferences', { 'support-tickets': false });
    expect(off.body).toMatchObject({ 'support-tickets': false, 'task-reminders': true });
    await api.takeMails();
    await answer();
    await user.call('PATCH', '/v1/me/mail-preferences', { 'support-tickets': true });
    await users.updateOne({ _id: mia.userId }, { $unset: { emailVerifiedAt: 1 } });
    await answer();
    await users.updateOne({ _id: mia.userId }, { $set: { emailVerifiedAt: new Date() } });
    expect(await mailsTo()).toEqual([]);
    await answer();
    expect(await mailsTo()).toHaveLength(1);
  });

  it('go from status to status as the table says, on record', async () => {
    const { id } = await open();
    const moves = [
      await user.call('POST', own(`/${id}/reopen`)),
      await desk.call('POST', queue(`/${id}/status`), { status: 'in_progress' }),
      await desk.call('POST', queue(`/${id}/status`), { status: 'closed' }),
      await user.call('POST', own(`/${id}/resolve`)),
      await user.call('POST', own(`/${id}/resolve`)),
      await desk.call('POST', queue(`/${id}/status`), { status: 'closed' }),
      await user.call('POST', own(`/${id}/comments`), { text: 'x' }),
      await user.call('POST', own(`/${id}/reopen`)),
    ];
    expect(moves.map(({ status, code }) => code ?? status)).toEqual([
      'SUPPORT_TICKET.STATUS',
      200,
      'SUPPORT_TICKET.STATUS',
      200,
      'SUPPORT_TICKET.STATUS',
      200,
      'SUPPORT_TICKET.CLOSED',
      200,
    ]);
    const { body } = await user.call<Ticket>('GET', own(`/${id}`));
    expect(body.steps.map(({ from, to, side, userId }) => [from, to, side, userId])).toEqual([
      ['open', 'in_progress', 'platform', undefined],
      ['in_progress', 'resolved', 'user', mia.userId],
      ['resolved', 'closed', 'platform', undefined],
      ['closed', 'open', 'user', mia.userId],
    ]);
    const entries = await api.rows.collection('auditEntries').find({ target: id }).sort({ at: 1, _id: 1 }).toArray();
    expect(entries.map(({ action }) => String(action))).toEqual([
      'support-ticket.opened',
      'support-ticket.became-in-progress',
      'support-ticket.became-resolved',
      'support-ticket.became-closed',
      'support-ticket.became-open',
    ]);
  });

  it('keep everything when several change them at once', async () => {
    const { id } = await open();
    const texts = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(texts.map((text) => user.call('POST', own(`/${id}/comments`), { text })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const resolved = await Promise.all([1, 2, 3].map(() => user.call('POST', own(`/${id}/resolve`))));
    expect(resolved.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await user.call<Ticket>('GET', own(`/${id}`))).body.steps).toHaveLength(1);
  });

  it('are found by their number, their words and the beginnings of these', async () => {
    const one = await open({ subject: 'Größe fehlt', description: 'im Katalog' });
    await open({ subject: 'Login' });
    expect(await listed(user, own('?q=grosse'))).toEqual([]);
    expect(await listed(user, own('?q=gro%C3%9F+kata'))).toEqual(['Größe fehlt']);
    expect(await listed(user, own(`?q=${one.number}`))).toEqual(['Größe fehlt']);
    expect(await listed(desk, queue('?q=katalog'))).toEqual(['Größe fehlt']);
    expect(await listed(user, own('?mine=true&status=open'))).toEqual(['Login', 'Größe fehlt']);
    expect(await listed(user, own('?status=closed'))).toEqual([]);
  });

  it('stand in the queue by what is due first, page after page', async () => {
    for (const severity of ['low', 'blocking', 'medium', 'high']) await open({ subject: severity, severity });
    const walk = async (query: string): Promise<string[]> => {
      const { body } = await desk.call<PageOf<Ticket>>('GET', queue(`?limit=1${query}`));
      const rest =
        body.nextCursor === undefined ? [] : await walk(query.replace(/&cursor=.*/, '') + `&cursor=${body.nextCursor}`);
      return [...body.items.map(({ subject }) => subject), ...rest];
    };
    expect(await walk('')).toEqual(['blocking', 'high', 'medium', 'low']);
    expect(await walk('&sort=newest')).toEqual(['high', 'medium', 'blocking', 'low']);
    expect(await walk('&assigneeId=none&severity=high')).toEqual(['high']);
    expect(await walk('&assigneeId=me')).toEqual([]);
    expect(await walk(`&workspaceId=${mia.workspaceId}&category=bug`)).toHaveLength(4);
    expect(await walk('&overdue=true')).toEqual([]);
    await api.rows.collection('supportTickets').updateOne({ subject: 'low' }, { $set: { queueOrder: new Date(0) } });
    expect(await walk('&overdue=true')).toEqual(['low']);
  });

  it('are given to platform admins alone', async () => {
    const { id } = await open();
    const answer = await desk.call('PATCH', queue(`/${id}`), { assigneeId: mia.userId });
    expect([answer.status, answer.code]).toEqual([400, 'SUPPORT_TICKET.INVALID']);
    await desk.call('PATCH', queue(`/${id}`), { assigneeId: deskId });
    const { body } = await desk.call<{ createdAt: string; sla: { resolutionDueAt: string } }>(
      'PATCH',
      queue(`/${id}`),
      { assigneeId: null, severity: 'low' },
    );
    expect(body).toMatchObject({ severity: 'low' });
    expect(Date.parse(body.sla.resolutionDueAt) - Date.parse(body.createdAt)).toBe(7 * DAY);
    expect(body).not.toHaveProperty('assigneeId');
  });

  it('that are late are told of once, by however many processes; those that stay resolved are closed', async () => {
    const late = await open({ severity: 'blocking' });
    const done = await open({ subject: 'done' });
    await user.call('POST', own(`/${done.id}/resolve`));
    const past = new Date(Date.now() - 8 * DAY);
    const rows = api.rows.collection<{ _id: string }>('supportTickets');
    await rows.updateOne(
      { _id: late.id },
      { $set: { 'clock.firstResponseDueAt': past, 'clock.resolutionDueAt': past, upkeepAt: past } },
    );
    await rows.updateOne({ _id: done.id }, { $set: { resolvedAt: past, upkeepAt: past } });
    await api.takeMails();
    const job = api.app.get(SupportUpkeepJob);
    await Promise.all([job.run(), job.run(), job.run()]);
    await job.run();
    expect(await mailsTo()).toEqual([
      `${DESK_ADDRESS}: Late: [#${late.number}] Messages are late`,
      `${mia.email}: [#${done.number}] done`,
    ]);
    const told = await api.app.get(Metrics).registry.getSingleMetric('parley_sla_notices_total')?.get();
    expect(told?.values.map(({ labels, value }) => [labels, value])).toEqual([
      [{ subject: 'ticket', goal: 'firstResponse', phase: 'breach' }, 1],
      [{ subject: 'ticket', goal: 'resolution', phase: 'breach' }, 1],
    ]);
    expect((await user.call<Ticket>('GET', own(`/${done.id}`))).body).toMatchObject({ status: 'closed' });
    expect((await desk.call('GET', queue(`/${late.id}`))).body).toMatchObject({
      sla: {
        firstResponseBreachedAt: expect.any(String) as string,
        resolutionBreachedAt: expect.any(String) as string,
      },
    });
  });

  describe('files', () => {
    it('are kept, listed and read by their own side, and internal ones by the platform alone', async () => {
      const { id } = await open();
      const shot = await attach('user', own(`/${id}/files`), PNG, '../shot 1.png');
      expect([shot.status, shot.body]).toMatchObject([
        201,
        { fileName: 'shot 1.png', contentType: 'image/png', side: 'user' },
      ]);
      const note = await attach('desk', queue(`/${id}/files?internal=true`), Buffer.from('internal notes'), 'n.txt');
      expect(note.status).toBe(201);
      const { body } = await user.call<Ticket>('GET', own(`/${id}`));
      expect(body.files.map((file) => file.id)).toEqual([shot.body.id]);
      const { headers, token } = { headers: {}, token: mia.token };
      const read = (url: string) =>
        api.app.inject({ method: 'GET', url, headers: { ...headers, authorization: `Bearer ${token}` } });
      const picture = await read(own(`/${id}/files/${shot.body.id}`));
      expect([picture.statusCode, picture.headers['content-type'], picture.rawPayload]).toEqual([
        200,
        'image/png',
        PNG,
      ]);
      expect((await read(own(`/${id}/files/${note.body.id}`))).statusCode).toBe(404);
      expect((await desk.call<Ticket>('GET', queue(`/${id}`))).body.files).toHaveLength(2);
    });

    it('of a kind that may run are refused, and none stays behind', async () => {
      const { id } = await open();
      const program = Buffer.from('7f454c46020101000000000000000000', 'hex');
      const { status, body } = await attach('user', own(`/${id}/files`), program, 'shot.png');
      expect([status, body.code]).toEqual([400, 'SUPPORT_TICKET.FILE_TYPE']);
      const gone = await attach('user', own(`/${newId()}/files`), PNG);
      expect([gone.status, gone.body.code]).toEqual([404, 'SUPPORT_TICKET.NOT_FOUND']);
    });
  });

  describe('of what people asked for in conversations', () => {
    const accountId = 'a1' as AccountId;
    let outcomeId: string;
    let contactId: ContactId;

    let count = 0;
    beforeEach(async () => {
      contactId = `s${(count += 1)}` as ContactId;
      const workspaceId = mia.workspaceId as WorkspaceId;
      const participant = { workspaceId, contactId, accountId, participantId: contactId };
      await api.app.get(CrmFacade).ensureContact({ ...participant, at: new Date() });
      const conversationId = conversationIdOf(accountId, contactId);
      const captured = await api.app
        .get(CrmFacade)
        .captureGoal(
          { workspaceId, conversationId, accountId, participantId: contactId },
          { goal: 'support', fields: { summary: 'The parcel is broken', orderId: '42' } },
          `effect-${count}`,
        );
      if (!captured.ok) throw new Error(captured.reason);
      ({ outcomeId } = captured.value);
    });

    const turn = (into: string, wishes: object = {}) =>
      user.call<{ id?: string; taskId?: string }>(
        'POST',
        `/v1/workspaces/${mia.workspaceId}/outcomes/support/${outcomeId}/${into}`,
        wishes,
      );
    const outcome = async () =>
      (await user.call('GET', `/v1/workspaces/${mia.workspaceId}/outcomes/support/${outcomeId}`)).body;

    it('are opened once, however often and by however many', async () => {
      const answers = await Promise.all([1, 2, 3].map(() => turn('ticket')));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const [id] = new Set(answers.map(({ body }) => body.id));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect((await user.call<Ticket>('GET', own(`/${id}`))).body).toMatchObject({
        description: 'The parcel is broken\nOrder: 42',
        source: { outcomeId, contactId },
      });
      expect(await outcome()).toMatchObject({ link: { kind: 'ticket', id } });
      expect((await turn('task')).code).toBe('OUTCOME.LINKED');
      expect(await api.rows.collection('crmTasks').countDocuments({ contactId })).toBe(0);
    });

    it('become tasks, too', async () => {
      const wishes = { title: 'Send a new one', assigneeId: mia.userId };
      const answers = await Promise.all([1, 2].map(() => turn('task', wishes)));
      const [taskId] = answers.map(({ body }) => body.taskId);
      expect(answers.map(({ body }) => body.taskId)).toEqual([taskId, taskId]);
      const task = await user.call('GET', `/v1/workspaces/${mia.workspaceId}/crm-tasks/${taskId}`);
      expect(task.body).toMatchObject({ ...wishes, details: 'The parcel is broken\nOrder: 42', contactId });
      expect((await turn('ticket')).code).toBe('OUTCOME.LINKED');
    });

    it('go with the person whom they are about, and with their workspace, files and all', async () => {
      const { body } = await turn('ticket', { subject: 'Theirs' });
      await user.call('POST', own(`/${body.id}/comments`), { text: 'x' });
      await attach('user', own(`/${body.id}/files`), PNG);
      await open({ subject: 'Other' });
      await erase({
        kind: 'contact',
        workspaceId: mia.workspaceId as WorkspaceId,
        contactIds: [contactId],
        conversationIds: [],
      });
      expect(await listed(user, own())).toEqual(['Other']);
      expect(await api.rows.collection('supportTicketComments').countDocuments()).toBe(0);
      expect(readdirSync(path.join(folder, mia.workspaceId))).not.toContain(body.id);
      await erase({ kind: 'member', workspaceId: mia.workspaceId as WorkspaceId, userId: mia.userId as UserId });
      const [left] = (await user.call<PageOf<Ticket>>('GET', own())).body.items;
      expect(left).toMatchObject({ subject: 'Other' });
      expect(left).not.toHaveProperty('userId');
      await erase({ kind: 'workspace', workspaceId: mia.workspaceId as WorkspaceId });
      expect(await api.rows.collection('supportTickets').countDocuments()).toBe(0);
    });
  });

  it('are kept from other workspaces, and the queue from everybody but platform admins', async () => {
    const { id } = await open();
    const bob = await api.signUp();
    const at = (rest: string) => `/v1/workspaces/${bob.workspaceId}/support-tickets/${rest}`;
    const stranger = api.as(bob.token);
    const answers = [
      await stranger.call('GET', at(id)),
      await stranger.call('GET', at(`${id}/comments`)),
      await stranger.call('POST', at(`${id}/comments`), { text: 'x' }),
      await stranger.call('POST', at(`${id}/resolve`)),
      await stranger.call('GET', own(`/${id}`)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    const admin = [
      await user.call('GET', queue()),
      await user.call('GET', queue(`/${id}`)),
      await user.call('POST', queue(`/${id}/status`), { status: 'closed' }),
      await user.call('POST', queue(`/${id}/comments`), { text: 'x' }),
    ];
    expect(admin.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });
});
