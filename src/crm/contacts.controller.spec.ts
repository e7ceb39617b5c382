import { type HttpApp, startHttpApp } from '../../test/support/http-app';
import type { ContactId, CursorPosition, WorkspaceId } from '../shared/kernel';
import { ContactsController } from './contacts.controller';
import { ContactsService } from './contacts.service';
import type { Contact } from './domain/contact';
import { ContactsRepository } from './repositories/contacts.repository';

const contact = (id: string, second: number): Contact => ({
  id: id as ContactId,
  workspaceId: 'w1' as WorkspaceId,
  identities: [],
  tags: [],
  stage: 'new',
  createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
  updatedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
});

/** Newest first, two of them of the same second. */
const CONTACTS = [contact('c4', 9), contact('c3', 5), contact('c2', 5), contact('c1', 1)];

const repository = {
  findById: async (workspaceId: WorkspaceId, id: ContactId) =>
    CONTACTS.find((one) => one.id === id && one.workspaceId === workspaceId) ?? null,
  list: async (workspaceId: WorkspaceId, limit: number, after?: CursorPosition) =>
    CONTACTS.filter((one) => one.workspaceId === workspaceId)
      .filter((one) => !after || one.createdAt < after.at || (+one.createdAt === +after.at && one.id < after.id))
      .slice(0, limit),
};

describe('the routes of contacts', () => {
  let http: HttpApp;
  let headers: { authorization: string };

  beforeAll(async () => {
    http = await startHttpApp({
      controllers: [ContactsController],
      providers: [ContactsService, { provide: ContactsRepository, useValue: repository }],
    });
    headers = await http.signedIn(http.directory.add('ann', { w1: 'viewer', w2: 'viewer' }));
  });
  afterAll(() => http.app.close());

  const get = (path: string) => http.inject({ url: `/v1/workspaces/${path}`, headers });

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
      createdAt: '2026-01-01T00:00:01.000Z',
      updatedAt: '2026-01-01T00:00:01.000Z',
    });
  });

  it.each([
    ['w1/contacts/c9', 404, 'CONTACT.NOT_FOUND'],
    ['w2/contacts/c1', 404, 'CONTACT.NOT_FOUND'],
    ['w3/contacts/c1', 404, 'WORKSPACE.NOT_FOUND'],
    ['w1/contacts/c%241', 400, 'REQUEST.INVALID'],
    ['w1/contacts?cursor=rubbish', 400, 'CURSOR.INVALID'],
  ])('refuses %s', async (path, status, code) => {
    const response = await get(path);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([status, code]);
  });
});
