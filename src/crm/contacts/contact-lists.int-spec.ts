import { type Caller, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { conversation } from '../../../test/support/lane-fixtures';
import { type AccountId, type ContactId, conversationIdOf, type WorkspaceId } from '../../shared/kernel';
import type { ConversationRow } from '../../conversations/schemas/conversation.schema';
import { ContactLinks } from './contact-links.service';
import { CrmFacade } from '../crm.facade';
import { PrivacyRunner } from '../../workspace/privacy/privacy-runner';
import { CrmPersonalData } from '../crm.personal-data';
import { CrmJobRunner } from '../jobs/crm-job-runner.service';
import { ImportMatches } from '../transfer/import-matches.service';

interface Item {
  id: string;
  name?: string;
  email?: string;
  stage: string;
  tags: string[];
  key: string;
  status: string;
  kind: string;
}

interface PageBody {
  items: Item[];
  nextCursor?: string;
}

interface Job {
  id: string;
  status: string;
  progress: { done: number; total?: number; created: number; updated: number; unchanged: number; failed: number };
  problems: { line: number; field: string }[];
}

const AT = new Date('2026-01-01T00:00:00Z');

/** A file as browsers send it. */
function formOf(file: string, fields: Record<string, string> = {}) {
  const boundary = 'parley-boundary';
  const part = (head: string, body: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
  const parts = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value));
  const payload = `${parts.join('')}${part('name="file"; filename="contacts.csv"', file)}--${boundary}--\r\n`;
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

describe('lists of contacts over HTTP', () => {
  let api: WorkspaceApp;
  let ann: SignedUp;
  let caller: Caller;

  beforeAll(async () => {
    api = await WorkspaceApp.start();
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    ann = await api.signUp();
    caller = api.as(ann.token);
  });

  const path = (rest: string) => `/v1/workspaces/${ann.workspaceId}/${rest}`;
  const create = async (wishes: object): Promise<string> => {
    const { status, body } = await caller.call<Item>('POST', path('contacts'), wishes);
    expect(status).toBe(201);
    return body.id;
  };
  const namesOf = async (query: string): Promise<(string | undefined)[]> => {
    const names: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const at = cursor === undefined ? '' : `&cursor=${cursor}`;
      const { status, body } = await caller.call<PageBody>('GET', path(`contacts?limit=2&${query}${at}`));
      expect(status).toBe(200);
      names.push(...body.items.map(({ name }) => name));
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    return names;
  };
  const runJobs = async () => {
    while (await api.app.get(CrmJobRunner).next());
  };
  const job = async (id: string) => (await caller.call<Job>('GET', path(`crm-jobs/${id}`))).body;
  const upload = async (url: string, file: string, fields: Record<string, string> = {}) => {
    const { payload, headers } = formOf(file, fields);
    const authorization = `Bearer ${ann.token}`;
    const answer = await api.app.inject({
      method: 'POST',
      url: path(url),
      payload,
      headers: { ...headers, authorization },
    });
    return { status: answer.statusCode, body: answer.json<Job & { code?: string; mapping: object; total: number }>() };
  };
  const imported = async (file: string, fields: Record<string, string>) => {
    const { status, body } = await upload('contact-imports', file, fields);
    expect([status, body.code]).toEqual([202, undefined]);
    await runJobs();
    return job(body.id);
  };

  describe('contacts', () => {
    it('are written down, found by any part of them, and sorted', async () => {
      await create({ name: 'Zoë Ångström', email: 'zoe@shop.example' });
      await create({ name: 'mia Berg', phone: '+49 30 1234567', tags: ['VIP'] });
      await create({ name: 'Ada', stage: 'won', fields: { city: 'Köln' } });
      expect(await namesOf('sort=newest')).toEqual(['Ada', 'mia Berg', 'Zoë Ångström']);
      expect(await namesOf('sort=oldest')).toEqual(['Zoë Ångström', 'mia Berg', 'Ada']);
      expect(await namesOf('sort=name')).toEqual(['Ada', 'mia Berg', 'Zoë Ångström']);
      for (const q of ['zoe', 'ANG', 'angstrom zo', 'zoe@shop'])
        expect(await namesOf(`q=${q}`)).toEqual(['Zoë Ångström']);
      expect(await namesOf('q=4930123')).toEqual(['mia Berg']);
      expect(await namesOf('q=nobody')).toEqual([]);
      expect(await namesOf('q=!!')).toEqual([]);
      expect(await namesOf('field=city:koln')).toEqual(['Ada']);
      expect(await namesOf('tag=vip&hasPhone=yes&ownerId=none')).toEqual(['mia Berg']);
      expect(await namesOf('withoutTag=vip&hasEmail=no')).toEqual(['Ada']);
      const { body } = await caller.call('GET', path('contacts/count?source=member'));
      expect(body).toEqual({ count: 3, isCapped: false });
    });

    it('need a name or a way to reach them, and have an external id alone', async () => {
      const refused = await caller.call('POST', path('contacts'), { tags: ['x'] });
      expect([refused.status, refused.code]).toEqual([400, 'CONTACT.INVALID']);
      await create({ name: 'A', externalId: 'crm-1' });
      const twice = await caller.call('POST', path('contacts'), { name: 'B', externalId: 'crm-1' });
      expect([twice.status, twice.code]).toEqual([409, 'CONTACT.TAKEN']);
    });

    it('are written down once for a key', async () => {
      const key = { 'idempotency-key': 'once-for-all' };
      const first = await caller.call<Item>('POST', path('contacts'), { name: 'A' }, key);
      const again = await caller.call<Item>('POST', path('contacts'), { name: 'A' }, key);
      expect([again.status, again.body.id]).toEqual([201, first.body.id]);
      expect(await namesOf('')).toEqual(['A']);
    });

    it('keep when they changed their mind about advertising', async () => {
      const id = await create({ name: 'A', marketingConsent: 'granted' });
      const { body } = await caller.call<Item & { consentAt?: string }>('PATCH', path(`contacts/${id}`), {
        marketingConsent: 'withdrawn',
      });
      expect(body).toMatchObject({ marketingConsent: 'withdrawn', consentAt: expect.any(String) as string });
      expect(await namesOf('marketingConsent=withdrawn')).toEqual(['A']);
    });

    it('refuse cursors of another order', async () => {
      for (const name of ['A', 'B', 'C']) await create({ name });
      const { body } = await caller.call<PageBody>('GET', path('contacts?limit=1&sort=name'));
      const answer = await caller.call('GET', path(`contacts?limit=1&sort=newest&cursor=${body.nextCursor ?? ''}`));
      expect([answer.status, answer.code]).toEqual([400, 'CURSOR.INVALID']);
    });
  });

  describe('custom fields', () => {
    const declare = (field: object) => caller.call<Item>('POST', path('contact-fields'), field);

    it('are checked and kept in one form, once they are declared', async () => {
      await declare({ key: 'born', type: 'date', label: 'Born' });
      const { body: size } = await declare({ key: 'size', type: 'choice', label: 'Size', options: ['S', 'M'] });
      const id = await create({ name: 'A', fields: { born: '2001-02-03T10:00:00Z', size: 'm', free: 1 } });
      const { body } = await caller.call('GET', path(`contacts/${id}`));
      expect(body).toMatchObject({ fields: { born: '2001-02-03', size: 'M', free: 1 } });
      const wrong = await caller.call('PATCH', path(`contacts/${id}`), { fields: { size: 'XXL' } });
      expect([wrong.status, wrong.code]).toEqual([400, 'CONTACT.INVALID']);
      await caller.call('PATCH', path(`contact-fields/${size.id}`), { archived: true });
      expect((await caller.call('PATCH', path(`contacts/${id}`), { fields: { size: 'S' } })).status).toBe(400);
      expect((await declare({ key: 'size', type: 'text', label: 'Again' })).code).toBe('CONTACT_FIELD.TAKEN');
    });

    it('that are required are asked for', async () => {
      await declare({ key: 'city', type: 'text', label: 'City', required: true });
      expect((await caller.call('POST', path('contacts'), { name: 'A' })).code).toBe('CONTACT.INVALID');
      const id = await create({ name: 'A', fields: { city: 'Ulm' } });
      expect((await caller.call('PATCH', path(`contacts/${id}`), { fields: { city: null } })).status).toBe(400);
    });
  });

  describe('pipelines', () => {
    const pipelines = async () =>
      (await caller.call<{ items: (Item & { stages: { key: string }[] })[] }>('GET', path('pipelines'))).body.items;

    it('are there from the start, and hand contacts over when a stage goes', async () => {
      const [standard] = await pipelines();
      expect(standard?.stages.map(({ key }) => key)).toEqual(['new', 'engaged', 'qualified', 'won', 'lost']);
      const id = await create({ name: 'A', stage: 'engaged' });
      const stages = [
        { key: 'new', name: 'Neu', kind: 'open' },
        { key: 'won', name: 'Won', kind: 'won' },
      ];
      const url = path(`pipelines/${standard?.id ?? ''}`);
      const refused = await caller.call('PUT', url, {
        name: 'Shop',
        stages,
        moveTo: { engaged: 'won', qualified: 'new' },
      });
      expect([refused.status, refused.code]).toEqual([400, 'PIPELINE.INVALID']);
      const moveTo = { engaged: 'won', qualified: 'new', lost: 'new' };
      expect((await caller.call('PUT', url, { name: 'Shop', stages, moveTo })).status).toBe(200);
      await runJobs();
      expect((await caller.call('GET', path(`contacts/${id}`))).body).toMatchObject({ stage: 'won' });
      expect((await caller.call('PATCH', path(`contacts/${id}`), { stage: 'lost' })).code).toBe('CONTACT.INVALID');
      expect(
        (await caller.call('PUT', url, { name: 'x', stages: stages.slice(1), moveTo: { new: 'won' } })).status,
      ).toBe(400);
    });

    it('beside it have stages of their own', async () => {
      const wishes = { name: 'Wholesale', stages: [{ key: 'asked', name: 'Asked', kind: 'open' }] };
      const { body } = await caller.call<Item>('POST', path('pipelines'), wishes);
      expect((await caller.call('POST', path('pipelines'), { ...wishes, name: 'Twice' })).status).toBe(400);
      const id = await create({ name: 'A', stage: 'asked' });
      expect(await namesOf(`pipelineId=${body.id}`)).toEqual(['A']);
      expect((await caller.call('DELETE', path(`pipelines/${body.id}?moveTo=engaged`))).status).toBe(204);
      await runJobs();
      expect((await caller.call('GET', path(`contacts/${id}`))).body).toMatchObject({ stage: 'engaged' });
    });
  });

  describe('tags', () => {
    it('are counted, renamed and removed on everybody', async () => {
      const both = await create({ name: 'A', tags: ['vip', 'top'] });
      const one = await create({ name: 'B', tags: ['vip'] });
      const tags = async (q = '') =>
        (await caller.call<{ items: object[] }>('GET', path(`contact-tags${q}`))).body.items;
      expect(await tags('?q=To')).toEqual([{ tag: 'top', count: 1 }]);
      expect(await tags()).toEqual([
        { tag: 'vip', count: 2 },
        { tag: 'top', count: 1 },
      ]);
      const { body: renamed } = await caller.call<Job>('POST', path('contact-tags/rename'), { tag: 'VIP', to: 'Top' });
      await runJobs();
      expect(await job(renamed.id)).toMatchObject({ status: 'done', progress: { done: 2, updated: 2 } });
      for (const id of [both, one])
        expect((await caller.call('GET', path(`contacts/${id}`))).body).toMatchObject({ tags: ['top'] });
      await caller.call('POST', path('contact-tags/remove'), { tag: 'top' });
      await runJobs();
      expect(await tags()).toEqual([]);
    });
  });

  describe('segments', () => {
    it('find anew who belongs to them, and are of their maker until they are shared', async () => {
      const filter = { tag: 'vip', hasEmail: 'yes' };
      const { body: segment } = await caller.call<Item>('POST', path('segments'), { name: 'VIPs', filter });
      expect(await namesOf(`segmentId=${segment.id}`)).toEqual([]);
      await create({ name: 'A', tags: ['vip'], email: 'a@b.example' });
      await create({ name: 'B', tags: ['vip'] });
      expect(await namesOf(`segmentId=${segment.id}`)).toEqual(['A']);
      expect(await namesOf(`segmentId=${segment.id}&stage=won`)).toEqual([]);
      expect((await caller.call('GET', path(`segments/${segment.id}/count`))).body).toMatchObject({ count: 1 });
      const changed = await caller.call('PATCH', path(`segments/${segment.id}`), {
        shared: true,
        filter: { tag: 'x' },
      });
      expect(changed.body).toMatchObject({ name: 'VIPs', shared: true, filter: { tag: 'x' } });
      expect((await caller.call('DELETE', path(`segments/${segment.id}`))).status).toBe(204);
      expect((await caller.call('GET', path(`contacts?segmentId=${segment.id}`))).code).toBe('SEGMENT.NOT_FOUND');
    });
  });

  describe('imports', () => {
    const FILE = [
      'Name;Mail;Tags;Size',
      'Mia;mia@x.example;vip, new;M',
      'Ben;BEN@x.example;;',
      'Eve;nonsense;;S',
      'Mia 2;MIA@x.example;;L',
      ';;lonely;',
    ].join('\n');
    const mapping = JSON.stringify({ Name: 'name', Mail: 'email', Tags: 'tags', Size: 'fields.size' });

    it('suggest a mapping', async () => {
      const { status, body } = await upload('contact-imports/preview', FILE);
      expect([status, body]).toMatchObject([200, { total: 5, mapping: { Name: 'name', Mail: 'email', Tags: 'tags' } }]);
    });

    it('take what is right, and name what is wrong by line and field', async () => {
      const done = await imported(FILE, { mapping, key: 'email' });
      expect(done).toMatchObject({ status: 'done', progress: { done: 4, total: 4, created: 2, failed: 3 } });
      expect(done.problems.map(({ line, field }) => [line, field])).toEqual([
        [5, 'email'],
        [4, 'email'],
        [6, 'name'],
      ]);
      expect(await namesOf('sort=name')).toEqual(['Ben', 'Mia']);
      expect(await api.rows.collection('crmJobPieces').countDocuments({ workspaceId: ann.workspaceId })).toBe(0);
    });

    it('change nothing when they are tried out, and nothing more when they are repeated', async () => {
      const fields = { mapping, key: 'email' };
      expect((await imported(FILE, { ...fields, dryRun: 'yes' })).progress).toMatchObject({ created: 2, failed: 3 });
      expect(await namesOf('')).toEqual([]);
      await imported(FILE, fields);
      const before = await api.rows.collection('contacts').find({ workspaceId: ann.workspaceId }).toArray();
      expect((await imported(FILE, fields)).progress).toMatchObject({ created: 0, unchanged: 2, failed: 3 });
      expect(await api.rows.collection('contacts').find({ workspaceId: ann.workspaceId }).toArray()).toEqual(before);
    });

    it('leave alone who is there, if that is wished for', async () => {
      const id = await create({ name: 'Known', email: 'mia@x.example' });
      const skipped = await imported(FILE, { mapping, key: 'email', existing: 'skip' });
      expect(skipped.progress).toMatchObject({ created: 1, unchanged: 1 });
      await imported(FILE, { mapping, key: 'email' });
      expect((await caller.call('GET', path(`contacts/${id}`))).body).toMatchObject({
        name: 'Mia',
        tags: ['vip', 'new'],
      });
    });

    it('that are interrupted and begun again make nobody twice', async () => {
      const { body } = await upload('contact-imports', FILE, { mapping });
      await api.app.get(CrmJobRunner).next();
      const jobs = api.rows.collection<{ _id: string }>('crmJobs');
      const progress = { done: 0, created: 0, updated: 0, unchanged: 0, failed: 0 };
      await jobs.updateOne({ _id: body.id }, { $set: { step: 0, progress, dueAt: new Date(0) } });
      await runJobs();
      expect(await job(body.id)).toMatchObject({ status: 'done', progress: { created: 3, failed: 2 } });
      expect((await namesOf('')).length).toBe(3);
    });

    describe('while somebody is erased', () => {
      const people = Array.from({ length: 120 }, (_, index) => `P${index};p${index}@x.example;;`);
      const LONG = ['Name;Mail;Account;Person', ...people, 'Lane;;a1;p1'].join('\n');
      const columns = { Name: 'name', Mail: 'email', Account: 'accountId', Person: 'participantId' };
      const erase = async (...ids: string[]) => {
        const contactIds = ids as ContactId[];
        const subject = { kind: 'contact' as const, workspaceId: ann.workspaceId as WorkspaceId, contactIds };
        await api.app.get(CrmPersonalData).close({ ...subject, conversationIds: [] });
        await api.rows.collection<{ _id: string }>('contacts').deleteMany({ _id: { $in: ids } });
      };
      const idOf = async (email: string) =>
        (await api.rows.collection<{ _id: string }>('contacts').findOne({ workspaceId: ann.workspaceId, email }))?._id;

      it('bring nobody back: neither whom they had made, nor who was there before', async () => {
        const known = await create({ name: 'P110', email: 'P110@x.example' });
        const contactId = `lane-${ann.workspaceId}` as ContactId;
        const identity = { accountId: `a1-${ann.workspaceId}` as AccountId, participantId: 'p1' };
        await api.app
          .get(CrmFacade)
          .ensureContact({ ...identity, workspaceId: ann.workspaceId as WorkspaceId, contactId, at: AT });
        const file = LONG.replace(';a1;', `;${identity.accountId};`);
        const { body } = await upload('contact-imports', file, { mapping: JSON.stringify(columns), key: 'email' });
        await api.app.get(CrmJobRunner).next();
        const made = (await idOf('p7@x.example')) ?? '';
        await erase(known, contactId, made);
        // As when the process had died before it could tell that the step was done.
        const again = { step: 0, dueAt: new Date(0) };
        await api.rows.collection<{ _id: string }>('crmJobs').updateOne({ _id: body.id }, { $set: again });
        await runJobs();
        const { status, problems } = await job(body.id);
        expect(status).toBe('done');
        expect(problems.filter(({ field }) => field === 'row').map(({ line }) => line)).toEqual([9, 112, 122]);
        expect([await idOf('p7@x.example'), await idOf('p110@x.example')]).toEqual([undefined, undefined]);
        const contacts = api.rows.collection('contacts');
        expect(await contacts.countDocuments({ workspaceId: ann.workspaceId, 'identities.participantId': 'p1' })).toBe(
          0,
        );
        const left = await api.rows.collection<{ _id: string }>('crmJobs').findOne({ _id: body.id });
        expect(left).not.toHaveProperty('leftOut');
        // A file that comes later is another matter.
        await imported('Name;Mail\nP7;p7@x.example', { mapping: '{"Name":"name","Mail":"email"}' });
        expect(await idOf('p7@x.example')).toBeDefined();
      });

      it('bring nobody back whose line is being read', async () => {
        const known = await create({ name: 'P3', email: 'p3@x.example' });
        const matches = api.app.get(ImportMatches);
        // Not found, and erased before it is written.
        const find = jest.spyOn(matches, 'find').mockImplementation(async (_, __, ___, { values }) => {
          if (values.email === 'p3@x.example') await erase(known);
          return null;
        });
        const file = ['Name;Mail', 'P2;p2@x.example', 'P3;p3@x.example', 'P4;p4@x.example'].join('\n');
        const done = await imported(file, { mapping: '{"Name":"name","Mail":"email"}', key: 'email' });
        find.mockRestore();
        expect(done).toMatchObject({ progress: { created: 2, failed: 1 }, problems: [{ line: 3, field: 'row' }] });
        expect(await idOf('p3@x.example')).toBeUndefined();
      });
    });

    it('name the id that another contact has', async () => {
      const file = ['Name;Id;Account;Person', 'A;x1;;', 'B;;a1;p1', 'C;x1;;', 'D;;a1;p1'].join('\n');
      const wanted = { Name: 'name', Id: 'externalId', Account: 'accountId', Person: 'participantId' };
      const done = await imported(file, { mapping: JSON.stringify(wanted) });
      expect(done.problems.map(({ line, field }) => [line, field])).toEqual([
        [4, 'externalId'],
        [5, 'participantId'],
      ]);
      expect(done.progress).toMatchObject({ created: 2, failed: 2 });
    });

    it('are cancelled', async () => {
      const { body } = await upload('contact-imports', FILE, { mapping });
      const { body: cancelled } = await caller.call('POST', path(`crm-jobs/${body.id}/cancel`));
      expect(cancelled).toMatchObject({ status: 'cancelled' });
      await runJobs();
      expect(await namesOf('')).toEqual([]);
    });

    it.each<[string, string, Record<string, string>]>([
      ['a mapping of columns that are not there', FILE, { mapping: '{"Nope":"name"}' }],
      ['a mapping to what no contact has', FILE, { mapping: '{"Name":"shoe"}' }],
      ['a mapping that is a list', FILE, { mapping: '[]' }],
      ['a key without its column', FILE, { mapping: '{"Name":"name"}', key: 'email' }],
      ['a file of heads alone', 'Name\n', { mapping: '{"Name":"name"}' }],
      ['a quote that does not end', 'Name\n"Mia', { mapping: '{"Name":"name"}' }],
    ])('refuse %s', async (_, file, fields) => {
      expect((await upload('contact-imports', file, fields)).status).toBe(400);
    });
  });

  it('exports hold everybody of a filter, and no formulas', async () => {
    await create({ name: '=1+1', email: 'a@b.example', tags: ['vip'], fields: { free: 'x' } });
    await create({ name: 'Other' });
    const { status, body } = await caller.call<Job>('POST', path('contact-exports'), { tag: 'vip' });
    expect(status).toBe(202);
    const file = () =>
      api.app.inject({
        url: path(`contact-exports/${body.id}/file`),
        headers: { authorization: `Bearer ${ann.token}` },
      });
    expect((await file()).statusCode).toBe(404);
    await runJobs();
    const table = (await file()).body;
    expect(table.trim().split('\n')).toHaveLength(2);
    expect(table).toContain(`'=1+1`);
    expect(table).toContain('{""free"":""x""}');
    const trail = api.rows.collection('auditEntries').find({ workspaceId: ann.workspaceId, target: body.id });
    const actions = (await trail.toArray()).map(({ action }) => action as string);
    expect(actions.sort()).toEqual(['contacts.export-downloaded', 'crm-job.started']);
  });

  it('merged contacts bring their conversations along, and take them back', async () => {
    const workspaceId = ann.workspaceId as WorkspaceId;
    const crm = api.app.get(CrmFacade);
    const lanes = api.rows.collection<Omit<ConversationRow, '_id'> & { _id: string }>('conversations');
    const people = ['from', 'to'].map((name) => {
      const identity = { accountId: 'a1' as AccountId, participantId: `${name}-${workspaceId}` };
      return { ...identity, workspaceId, contactId: `${name}-${workspaceId}` as ContactId };
    });
    const ids = people.map(({ accountId, participantId }) => conversationIdOf(accountId, participantId));
    for (const [index, person] of people.entries()) {
      await crm.ensureContact({ ...person, at: AT });
      await lanes.insertOne({ ...conversation(), _id: ids[index] ?? '', ...person });
    }
    const [from = '', to = ''] = people.map(({ contactId }) => contactId);
    await caller.call('PATCH', path(`contacts/${to}`), { tags: ['vip'], stage: 'won' });
    const shown = async () => Promise.all(ids.map(async (_id) => (await lanes.findOne({ _id })) ?? conversation()));
    const { status, body } = await caller.call<Item>('POST', path('contact-merges'), { from, to });
    expect([status, body]).toMatchObject([201, { from, to, status: 'merged' }]);
    expect((await shown()).map(({ contactId, contact }) => [contactId, contact?.tags, contact?.stage])).toEqual([
      [to, ['vip'], 'won'],
      [to, ['vip'], 'won'],
    ]);
    expect((await caller.call('GET', path(`contacts/${from}`))).body).toMatchObject({ id: to });
    expect((await caller.call('POST', path(`contact-merges/${body.id}/undo`))).body).toMatchObject({
      status: 'undone',
    });
    expect((await shown()).map(({ contactId, contact }) => [contactId, contact?.tags])).toEqual([
      [from, []],
      [to, ['vip']],
    ]);
    // By somebody who had read the contact before it was merged.
    const stale = { workspaceId, contactId: to as ContactId, revision: 1, tags: ['old'], stage: 'new', goals: [] };
    await api.app.get(ContactLinks).claim(ids.slice(0, 1), stale);
    expect((await shown())[0]).toMatchObject({ contactId: from, contact: { tags: [] } });
    const { body: list } = await caller.call<PageBody>('GET', path('contact-merges'));
    expect(list.items.map(({ status: state }) => state)).toEqual(['undone']);
    expect((await caller.call<PageBody>('GET', path(`contacts/${to}/timeline`))).body.items.length).toBeGreaterThan(0);
    expect((await caller.call('GET', path(`contacts/${to}/duplicates`))).status).toBe(200);
    expect((await caller.call('GET', path('contacts/duplicates'))).status).toBe(200);
  });

  it('whoever is erased goes with everything that is kept under the ids of those they took in', async () => {
    const secret = `secret-${ann.workspaceId}@x.example`;
    const [from, to] = [await create({ name: 'Mia', email: secret }), await create({ name: 'Mia Berg' })];
    await caller.call('POST', path('contact-exports'), {});
    await runJobs();
    await caller.call('POST', path('contact-merges'), { from, to });
    // By somebody who had read the contact before, and writes after everything has followed.
    const late = { _id: `late-${from}`, workspaceId: ann.workspaceId, contactId: from, text: 'late', createdAt: AT };
    await api.rows.collection<{ _id: string }>('contactNotes').insertOne(late);
    const { body: request } = await caller.call<Item>('POST', path(`contacts/${to}/erase`));
    for (let time = 0; time < 2; time += 1) {
      await api.app.get(PrivacyRunner).run();
      const passed = { dueAt: new Date(0), closedAt: new Date(0) };
      await api.rows.collection<{ _id: string }>('privacyRequests').updateOne({ _id: request.id }, { $set: passed });
    }
    await api.app.get(PrivacyRunner).run();
    const left = async (name: string, filter: object) =>
      (
        await api.rows
          .collection(name)
          .find({ workspaceId: ann.workspaceId, ...filter })
          .toArray()
      ).length;
    const ids = { $in: [from, to] as never[] };
    for (const name of ['contactNotes', 'contactMerges', 'contactPointers', 'crmJobPieces', 'contacts'])
      expect([name, await left(name, {})]).toEqual([name, 0]);
    expect(await left('auditKeys', { _id: ids })).toBe(0);
  });

  it('who wants no messages gets none in any conversation', async () => {
    const identity = { accountId: 'a1' as AccountId, participantId: ann.workspaceId };
    const contactId = `o-${ann.workspaceId}` as ContactId;
    const workspaceId = ann.workspaceId as WorkspaceId;
    await api.app.get(CrmFacade).ensureContact({ ...identity, contactId, workspaceId, at: AT });
    const _id = conversationIdOf(identity.accountId, identity.participantId);
    const lanes = api.rows.collection<Omit<ConversationRow, '_id'> & { _id: string }>('conversations');
    await lanes.insertOne({ ...conversation(), _id, workspaceId, ...identity, contactId, turnVersion: 3 });
    const url = path(`contacts/${contactId}/opt-out`);
    expect((await caller.call('GET', url)).body).toEqual({ optedOut: false, conversations: 0 });
    for (const [optedOut, version] of [
      [true, 4],
      [true, 4],
      [false, 5],
    ] as const) {
      const { body } = await caller.call('PUT', url, { optedOut });
      expect(body).toEqual({ optedOut, conversations: optedOut ? 1 : 0 });
      expect(await lanes.findOne({ _id })).toMatchObject({ optedOut, turnVersion: version });
    }
    expect((await caller.call('PUT', path('contacts/nobody/opt-out'), { optedOut: true })).code).toBe(
      'CONTACT.NOT_FOUND',
    );
  });

  it('people who write are found once their channel tells who they are', async () => {
    const participant = {
      workspaceId: ann.workspaceId as WorkspaceId,
      contactId: `c-${ann.workspaceId}` as ContactId,
      accountId: 'a1' as AccountId,
      participantId: ann.workspaceId,
    };
    const crm = api.app.get(CrmFacade);
    await crm.ensureContact({ ...participant, at: AT });
    expect(await namesOf('sort=name')).toEqual([undefined]);
    await crm.applyProfile({ ...participant, name: 'Mia Berg', username: 'mia.b' });
    expect(await namesOf('q=berg')).toEqual(['Mia Berg']);
    expect(await namesOf('q=mia')).toEqual(['Mia Berg']);
  });
});
