import { UUID } from 'bson';
import { type Doc, errorOf, useStore } from '../support/test-store';

const session = { id: new UUID() };

describe('commands about the server', () => {
  const store = useStore('memory');

  it.each<[string, Doc, Doc]>([
    ['hello', { hello: 1 }, { isWritablePrimary: true, setName: 'rs0', maxWireVersion: 21 }],
    ['isMaster', { isMaster: 1 }, { ismaster: true, logicalSessionTimeoutMinutes: 30 }],
    ['ping', { ping: 1 }, {}],
    ['hostInfo', { hostInfo: 1 }, { system: { hostname: expect.any(String) as string } }],
    ['connectionStatus', { connectionStatus: 1 }, { authInfo: { authenticatedUsers: [] } }],
    [
      'getParameter',
      { getParameter: 1, featureCompatibilityVersion: 1 },
      { featureCompatibilityVersion: { version: '7.0' } },
    ],
    ['replSetGetStatus', { replSetGetStatus: 1 }, { set: 'rs0', members: [{ stateStr: 'PRIMARY' }] }],
    ['getCmdLineOpts', { getCmdLineOpts: 1 }, { argv: [] }],
    ['getLog', { getLog: 'startupWarnings' }, { log: [] }],
    ['startSession', { startSession: 1 }, { timeoutMinutes: 30, id: { id: expect.anything() as unknown } }],
    ['refreshSessions', { refreshSessions: [session] }, {}],
    ['endSessions', { endSessions: [session] }, {}],
  ])('%s', async (_name, command, reply) => {
    expect(await store.client.db('admin').command(command)).toMatchObject({ ...reply, ok: 1 });
  });

  it('no topologyVersion, compression or authentication is offered', async () => {
    const hello = await store.client
      .db('admin')
      .command({ hello: 1, compression: ['zlib'], saslSupportedMechs: 'a.b' });
    for (const field of ['topologyVersion', 'compression', 'saslSupportedMechs'])
      expect(hello).not.toHaveProperty(field);
  });

  it('an unknown parameter is refused', async () => {
    expect(await errorOf(store.client.db('admin').command({ getParameter: 1, bogus: 1 }))).toMatchObject({ code: 72 });
  });
});
