import { RecordingAudit } from '../../../test/support/audit';
import { type HttpApp, startHttpApp } from '../../../test/support/http-app';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import type { ContactId, WorkspaceId } from '../../shared/kernel';
import { MemoryEvents } from '../../../test/support/memory-events';
import { ContactEditor } from './contact-editor';
import { ContactLists } from './contact-lists.service';
import { ContactMirrors } from './contact-mirrors.service';
import { ContactRulebook } from './contact-rulebook.service';
import { ContactsController } from './contacts.controller';
import { ContactsService } from './contacts.service';
import type { Contact } from '../domain/contact';
import { DEFAULT_RULES } from '../domain/contact-rules';
import type { ContactFilter } from '../domain/contact-filter';
import type { PersonRef } from '../domain/person';
import { Members } from '../members';
import { NewContacts } from './new-contacts.service';
import { PipelinesRepository } from '../repositories/pipelines.repository';
import { ContactListsRepository, type ContactPageQuery } from '../repositories/contact-lists.repository';
import { ContactsRepository, type ContactToChange, type SaveNote } from '../repositories/contacts.repository';
import { SegmentsRepository } from '../repositories/segments.repository';

const contact = (id: string, second: number): Contact => ({
  id: id as ContactId,
  workspaceId: 'w1' as WorkspaceId,
  identities: [],
  tags: [],
  stage: 'new',
  fields: {},
  createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
  updatedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
});

class MemoryContacts {
  /** Newest first, two of them of the same second. */
  rows = [contact('c4', 9), contact('c3', 5), contact('c2', 5), contact('c1', 1)];
  filters: (ContactFilter | undefined)[] = [];
  edits: string[] = [];

  async findById(workspaceId: WorkspaceId, id: ContactId): Promise<Contact | null> {
    return this.rows.find((one) => one.id === id && one.workspaceId === workspaceId) ?? null;
  }

  async findToChange(person: PersonRef): Promise<ContactToChange | null> {
    const found = 'contactId' in person ? await this.findById(person.workspaceId, person.contactId) : null;
    return found === null ? null : { contact: found, revision: null, effects: [], edits: {} };
  }

  async save({ contact: before }: ContactToChange, next: Contact, { edited = [] }: SaveNote): Promise<boolean> {
    this.edits.push(...edited);
    this.rows = this.rows.map((one) => (one.id === before.id ? next : one));
    return true;
  }

  async list(workspaceId: WorkspaceId, [filter]: ContactFilter[], { limit, after }: ContactPageQuery) {
    this.filters.push(filter);
    return this.rows
      .filter((one) => one.workspaceId === workspaceId)
      .filter((one) => !after || one.createdAt < after.value || (+one.createdAt === +after.value && one.id < after.id))
      .slice(0, limit);
  }
}

interface Problem {
  code: string;
  errors?: { field: string }[];
}

describe('the routes of contacts', () => {
  let http: HttpApp;
  let headers: { authorization: string };
  let contacts: MemoryContacts;
  const audit = new RecordingAudit();

  beforeEach(async () => {
    contacts = new MemoryContacts();
    audit.entries.length = 0;
    http = await startHttpApp({
      controllers: [ContactsController],
      providers: [
        ContactsService,
        ContactEditor,
        Members,
        ContactLists,
        { provide: ContactsRepository, useValue: contacts },
        { provide: ContactListsRepository, useValue: contacts },
        { provide: ContactRulebook, useValue: { rulesFor: async () => DEFAULT_RULES } },
        { provide: ContactMirrors, useValue: { tell: async () => undefined } },
        { provide: DomainEvents, useClass: MemoryEvents },
        ...[PipelinesRepository, SegmentsRepository, NewContacts].map((provide) => ({ provide, useValue: {} })),
        { provide: AuditedChanges, useValue: audit.changes },
      ],
    });
    headers = await http.signedIn(http.directory.add('ann', { w1: 'agent', w2: 'viewer' }));
  });
  afterEach(() => http.app.close());

  const get = (path: string) => http.inject({ url: `/v1/workspaces/${path}`, headers });
  const patch = (path: string, payload: object) =>
    http.inject({ method: 'PATCH', url: `/v1/workspaces/${path}`, headers, payload });

  it('walks every page once, without the workspace id in the rows', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${cursor}`;
      const page = (await get(`w1/contacts?limit=2${query}`)).json<{ items: Contact[]; nextCursor?: string }>();
      seen.push(...page.items.map(({ id }) => id));
      expect(page.items.every((item) => !('workspaceId' in item))).toBe(true);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['c4', 'c3', 'c2', 'c1']);
  });

  it('answers ISO times and string ids', async () => {
    expect((await get('w1/contacts/c1')).json()).toEqual({
      id: 'c1',
      identities: [],
      tags: [],
      stage: 'new',
      fields: {},
      goals: [],
      createdAt: '2026-01-01T00:00:01.000Z',
      updatedAt: '2026-01-01T00:00:01.000Z',
    });
  });

  it('asks for what the filters say, tags as they are kept', async () => {
    await get('w1/contacts?stage=won&tag=%20New%20%20VIP&ownerId=ann');
    await get('w1/contacts');
    expect(contacts.filters).toEqual([{ stage: 'won', tag: 'new vip', ownerId: 'ann' }, {}]);
  });

  it.each([
    ['w1/contacts/c9', 404, 'CONTACT.NOT_FOUND'],
    ['w2/contacts/c1', 404, 'CONTACT.NOT_FOUND'],
    ['w3/contacts/c1', 404, 'WORKSPACE.NOT_FOUND'],
    ['w1/contacts/c%241', 400, 'REQUEST.INVALID'],
    ['w1/contacts?cursor=rubbish', 400, 'CURSOR.INVALID'],
    ['w1/contacts?stage=Hot!', 400, 'REQUEST.INVALID'],
    ['w1/contacts?tag=', 400, 'REQUEST.INVALID'],
    ['w1/contacts?tag[]=a&tag[]=b', 400, 'REQUEST.INVALID'],
    ['w1/contacts?ownerId[$ne]=x', 400, 'REQUEST.INVALID'],
  ])('refuses %s', async (path, status, code) => {
    const response = await get(path);
    expect([response.statusCode, response.json<Problem>().code]).toEqual([status, code]);
  });

  it('changes what is sent and tells the audit trail its names, never its values', async () => {
    const response = await patch('w1/contacts/c1', {
      email: 'Mia@Example.org',
      ownerId: 'ann',
      fields: { size: 'M' },
      addTags: ['VIP'],
    });
    const expected = { email: 'mia@example.org', ownerId: 'ann', fields: { size: 'M' }, tags: ['vip'], stage: 'new' };
    expect([response.statusCode, response.json()]).toMatchObject([200, expected]);
    expect(audit.entries).toMatchObject([
      {
        action: 'contact.changed',
        target: 'c1',
        subject: 'c1',
        details: { changed: 'email ownerId fields.size tags' },
      },
    ]);
    expect(JSON.stringify(audit.entries[0]?.details)).not.toContain('example');
  });

  it('that change nothing leave no trace', async () => {
    const response = await patch('w1/contacts/c1', { stage: 'new', email: null, removeTags: ['none'] });
    expect(response.statusCode).toBe(200);
    expect([contacts.edits, audit.entries]).toEqual([[], []]);
  });

  it.each<[object, string, string]>([
    [{ email: 'nobody' }, 'CONTACT.INVALID', 'email'],
    [{ ownerId: 'stranger' }, 'CONTACT.INVALID', 'ownerId'],
    [{ fields: { 'a.b': 1 } }, 'CONTACT.INVALID', 'fields.a.b'],
    [{ fields: { a: { $gt: '' } } }, 'CONTACT.INVALID', 'fields.a'],
    [{ stage: null }, 'REQUEST.INVALID', 'stage'],
    [{ name: 7 }, 'REQUEST.INVALID', 'name'],
    [{ tags: [{}] }, 'REQUEST.INVALID', 'tags'],
    [{ tags: 'vip' }, 'REQUEST.INVALID', 'tags'],
    [{ fields: [] }, 'REQUEST.INVALID', 'fields'],
    [{ workspaceId: 'w2' }, 'REQUEST.INVALID', 'workspaceId'],
  ])('refuses the change %j as a whole', async (change, code, field) => {
    const response = await patch('w1/contacts/c1', { name: 'Mia', ...change });
    const { code: told, errors = [] } = response.json<Problem>();
    expect([response.statusCode, told, ...new Set(errors.map((one) => one.field))]).toEqual([400, code, field]);
    expect(contacts.edits).toEqual([]);
  });

  it.each([
    ['w1/contacts/c9', 404, 'CONTACT.NOT_FOUND'],
    ['w2/contacts/c1', 403, 'ACCESS.FORBIDDEN'],
  ])('refuses to change %s', async (path, status, code) => {
    const response = await patch(path, { name: 'Mia' });
    expect([response.statusCode, response.json<Problem>().code]).toEqual([status, code]);
  });
});
