import { contextOf } from '../../test/support/audit';
import { type HttpApp, startHttpApp } from '../../test/support/http-app';
import { EscalationsController } from './escalations.controller';
import { EscalationsService } from './escalations.service';

const ESCALATION = {
  id: 'e1',
  workspaceId: 'w1',
  conversationId: 'lane1',
  sourceIds: ['task1'],
  reason: 'handoff',
  summary: 'Asks for a person',
  status: 'resolved',
  createdAt: new Date(0),
  updatedAt: new Date(0),
};
const SHOWN = {
  id: 'e1',
  conversationId: 'lane1',
  reason: 'handoff',
  summary: 'Asks for a person',
  status: 'resolved',
  createdAt: '1970-01-01T00:00:00.000Z',
  updatedAt: '1970-01-01T00:00:00.000Z',
};

describe('the routes of escalations', () => {
  const service = {
    list: jest.fn().mockResolvedValue({ items: [ESCALATION], nextCursor: 'next' }),
    resolve: jest.fn().mockResolvedValue(ESCALATION),
  };
  let http: HttpApp;

  beforeAll(async () => {
    http = await startHttpApp({
      controllers: [EscalationsController],
      providers: [{ provide: EscalationsService, useValue: service }],
    });
    http.directory.add('agent', { w1: 'agent' });
    http.directory.add('viewer', { w1: 'viewer' });
  });
  afterAll(() => http.app.close());
  beforeEach(() => jest.clearAllMocks());

  const call = async (user: string, method: 'GET' | 'POST', path: string) =>
    http.inject({
      method,
      url: `/v1/workspaces/w1/escalations${path}`,
      headers: { ...(await http.signedIn(user)), 'x-correlation-id': 'corr-0001' },
    });

  it('lists by status and page', async () => {
    const response = await call('viewer', 'GET', '?status=pending&limit=3');
    expect(response.json()).toEqual({ items: [SHOWN], nextCursor: 'next' });
    const context = { ...contextOf('w1', 'viewer'), ip: '127.0.0.1' };
    expect(service.list).toHaveBeenCalledWith(context, { status: 'pending', limit: 3 });
  });

  it.each(['?status=open', '?status=pending&status=resolved', '?status[$ne]=pending'])('refuses %s', async (query) => {
    expect((await call('viewer', 'GET', query)).statusCode).toBe(400);
    expect(service.list).not.toHaveBeenCalled();
  });

  it('lets an agent resolve, and a viewer not', async () => {
    const response = await call('agent', 'POST', '/e1/resolve');
    expect([response.statusCode, response.json()]).toEqual([200, SHOWN]);
    expect(service.resolve).toHaveBeenCalledWith(expect.objectContaining(contextOf('w1', 'agent')), 'e1');
    expect((await call('viewer', 'POST', '/e1/resolve')).statusCode).toBe(403);
    expect(service.resolve).toHaveBeenCalledTimes(1);
  });
});
