import { hostname } from 'node:os';
import { ObjectId } from 'bson';
import { fail } from '../errors';
import { SESSION_TIMEOUT_MINUTES } from '../sessions';
import type { Document } from '../types';
import { MAX_DOCUMENT_BYTES, MAX_MESSAGE_BYTES, MAX_WRITE_BATCH } from '../wire';
import { numberOr } from './arguments';
import { type CommandContext, type Reply, read } from './command';

export const REPLICA_SET = 'rs0';
const VERSION = '7.0.0';
/** MongoDB 7.0. */
const MAX_WIRE_VERSION = 21;
const ELECTION = new ObjectId('7fffffff0000000000000001');

/**
 * The handshake: the primary of a replica set of one, at the address this client used. No `topologyVersion`, so that
 * drivers poll instead of keeping a streaming heartbeat open; no compression, no authentication mechanisms.
 */
function hello({ address, now }: CommandContext): Reply {
  return {
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    secondary: false,
    setName: REPLICA_SET,
    setVersion: 1,
    hosts: [address],
    primary: address,
    me: address,
    electionId: ELECTION,
    lastWrite: { lastWriteDate: now },
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH,
    localTime: now,
    logicalSessionTimeoutMinutes: SESSION_TIMEOUT_MINUTES,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}

function buildInfo(): Reply {
  return {
    version: VERSION,
    versionArray: [7, 0, 0, 0],
    gitVersion: 'embedded',
    modules: ['embedded'],
    bits: 64,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    ok: 1,
  };
}

function serverStatus({ services }: CommandContext): Reply {
  return {
    host: hostname(),
    version: VERSION,
    process: 'parley-embedded-mongo',
    pid: process.pid,
    uptime: process.uptime(),
    connections: { current: services.connectionCount() },
    mem: { resident: Math.round(process.memoryUsage.rss() / 1_048_576) },
    metrics: { cursor: { open: { total: services.cursors.size } } },
    storageEngine: { name: services.store.storage.kind },
    repl: { setName: REPLICA_SET },
    ok: 1,
  };
}

function getParameter({ body, services }: CommandContext): Reply {
  const known: Document = {
    featureCompatibilityVersion: { version: '7.0' },
    ttlMonitorSleepSecs: services.settings.ttlSeconds(),
  };
  if (body.getParameter === '*') return { ...known, ok: 1 };
  const asked = Object.keys(known).filter((name) => name in body);
  if (asked.length === 0) fail(72, 'no option found to get');
  return { ...Object.fromEntries(asked.map((name) => [name, known[name]])), ok: 1 };
}

function setParameter({ body, services }: CommandContext): Reply {
  if (!('ttlMonitorSleepSecs' in body))
    fail(72, 'setParameter: only ttlMonitorSleepSecs is supported by the embedded store');
  const was = services.settings.ttlSeconds();
  const seconds = numberOr(body, 'ttlMonitorSleepSecs', was);
  if (seconds < 1) fail(2, 'ttlMonitorSleepSecs must be at least 1');
  services.settings.setTtlSeconds(seconds);
  return { was, ok: 1 };
}

const connectionStatus = (): Reply => ({
  authInfo: { authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: [] },
  ok: 1,
});

function replSetGetStatus({ address, now }: CommandContext): Reply {
  const member = { _id: 0, name: address, health: 1, state: 1, stateStr: 'PRIMARY', self: true };
  return { set: REPLICA_SET, date: now, myState: 1, members: [member], ok: 1 };
}

const done = (): Reply => ({ ok: 1 });

export const SERVER_COMMANDS = {
  hello: read(hello),
  isMaster: read(hello),
  ismaster: read(hello),
  ping: read(done),
  buildInfo: read(buildInfo),
  buildinfo: read(buildInfo),
  hostInfo: read(() => ({ system: { hostname: hostname() }, os: {}, ok: 1 })),
  serverStatus: read(serverStatus),
  getParameter: read(getParameter),
  setParameter: read(setParameter),
  connectionStatus: read(connectionStatus),
  replSetGetStatus: read(replSetGetStatus),
  getCmdLineOpts: read(() => ({ argv: [], parsed: {}, ok: 1 })),
  getLog: read(() => ({ totalLinesWritten: 0, log: [], ok: 1 })),
};
