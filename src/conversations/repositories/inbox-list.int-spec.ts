import { createConnection, type Connection, type Model, type mongo } from 'mongoose';
import { DECLARED_INDEXES } from '../../../migrations/declared-indexes';
import { conversation } from '../../../test/support/lane-fixtures';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { newTestName } from '../../../test/support/test-name';
import type { AccountId, CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import { type InboxFilter, INBOX_SORTS, type InboxSort, planOf } from '../domain/inbox-filter';
import { nameTerms } from '../domain/name-terms';
import type { ConversationRow, ConversationState } from '../schemas/conversation.schema';
import { InboxListRepository } from './inbox-list.repository';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WINDOW_MS = 24 * HOUR;
const NOW = new Date();
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const CONVERSATIONS = 1_200;
const workspaceId = newTestName() as WorkspaceId;

/** Of the n-th conversation: everything comes in another rhythm. */
function row(n: number): ConversationRow {
  const isUnread = n % 7 === 0;
  return conversation({
    _id: `${workspaceId}-${String(n).padStart(5, '0')}` as ConversationRow['_id'],
    workspaceId,
    accountId: `a${n % 5}` as AccountId,
    shadow: n % 6 === 5,
    lastActivityAt: ago((n % 400) * MINUTE + n),
    createdAt: ago(n * MINUTE),
    status: (['open', 'closed', 'closed', 'snoozed'] as const)[n % 4] ?? 'open',
    assigneeId: n % 3 === 0 ? (`u${n % 9}` as UserId) : null,
    unread: isUnread ? 2 : 0,
    isUnread,
    needsHuman: n % 11 === 0,
    waitingSince: n % 8 === 0 ? ago(n * 1_000) : null,
    lastInboundAt: n % 10 === 9 ? null : ago((n % 30) * HOUR + n * 1_000),
    contact: {
      revision: 1,
      tags: n % 13 === 0 ? ['vip', `t${n % 4}`] : [`t${n % 4}`],
      stage: n % 10 === 0 ? 'won' : 'new',
      goals: n % 14 === 0 ? ['lead'] : [],
    },
    searchTerms: nameTerms({ name: `Mia${n % 40} Berg`, username: `mia.${n % 40}` }),
  });
}

describe('the inbox, on the store', () => {
  let database: TestDatabase;
  let connection: Connection;
  let lists: InboxListRepository;
  const rows = Array.from({ length: CONVERSATIONS }, (_, n) => row(n));

  beforeAll(async () => {
    // What another engine examines proves nothing.
    database = await createTestDatabase(DECLARED_INDEXES, process.env['EMBEDDED_MONGODB_URI']);
    connection = await createConnection(database.uri, {
      autoIndex: false,
      autoCreate: false,
      monitorCommands: true,
    }).asPromise();
    const collection = connection.collection('conversations');
    await collection.insertMany(rows as never[]);
    lists = new InboxListRepository({ collection } as unknown as Model<ConversationRow>);
  });
  afterAll(async () => {
    await connection.close();
    await database.drop();
  });

  /** What one command has read, told by the database itself. */
  const examinedBy = async (act: () => Promise<unknown>): Promise<number[]> => {
    const sent: mongo.CommandStartedEvent[] = [];
    const note = (event: mongo.CommandStartedEvent) => void sent.push(event);
    const client = connection.getClient();
    client.on('commandStarted', note);
    await act();
    client.off('commandStarted', note);
    return Promise.all(
      sent.map(async ({ command }) => {
        const { lsid: _lsid, $db: _db, $clusterTime: _time, ...asked } = command as Record<string, unknown>;
        const answer = await connection.db?.command({ explain: asked, verbosity: 'executionStats' });
        return (answer as { executionStats: { totalDocsExamined: number } }).executionStats.totalDocsExamined;
      }),
    );
  };

  const page = (filter: InboxFilter, sort: InboxSort | undefined, limit: number, after?: CursorPosition) => {
    const plan = planOf(filter, sort);
    if (plan === null) throw new Error('There is no such list.');
    const found = () =>
      lists.page(workspaceId, filter, { plan, limit, now: NOW, windowMs: WINDOW_MS, ...(after && { after }) });
    const positionOf = (last: ConversationState): CursorPosition => ({
      at: last[plan.field] ?? last.createdAt,
      id: last._id,
    });
    return { found, positionOf };
  };

  const FILTERS: InboxFilter[] = [
    {},
    { status: 'open' },
    { status: 'closed' },
    { assigneeId: 'u3' as UserId },
    { assigneeId: null },
    { unread: true },
    { needsHuman: true },
    { accountId: 'a2' as AccountId },
    { tag: 'vip' },
    { stage: 'won' },
    { goal: 'lead' },
    { waitingMinutes: 5 },
    { closingMinutes: 120 },
    { terms: ['mia7'] },
    { status: 'open', assigneeId: 'u3' as UserId },
    { status: 'open', assigneeId: null },
    { status: 'open', unread: true },
    { assigneeId: null, unread: true },
    { status: 'closed', assigneeId: null, unread: true },
    { status: 'open', accountId: 'a2' as AccountId },
    { status: 'open', stage: 'won' },
    { status: 'open', tag: 'vip' },
    { status: 'open', needsHuman: true },
    { status: 'closed', assigneeId: null, needsHuman: true },
    { status: 'open', waitingMinutes: 5 },
    { status: 'open', closingMinutes: 360 },
  ];
  const LISTS = FILTERS.flatMap((filter) =>
    [undefined, ...INBOX_SORTS].flatMap((sort): [string, InboxFilter, InboxSort | undefined][] =>
      planOf(filter, sort) === null ? [] : [[`${JSON.stringify(filter)} by ${sort}`, filter, sort]],
    ),
  );

  it.each(LISTS)('%s shows those that fit, each once, page after page', async (_name, filter, sort) => {
    const seen: ConversationState[] = [];
    let after: CursorPosition | undefined;
    for (;;) {
      const { found, positionOf } = page(filter, sort, 37, after);
      const some = await found();
      seen.push(...some);
      const last = some.at(-1);
      if (last === undefined || some.length < 37) break;
      after = positionOf(last);
    }
    const expected = rows.filter((one) => fits(one, filter, sort)).map(({ _id }) => _id);
    expect(seen.map(({ _id }) => _id).sort()).toEqual(expected.sort());
    const field = planOf(filter, sort)?.field ?? 'createdAt';
    const times = seen.map((one) => one[field]?.getTime() ?? 0);
    const sign = planOf(filter, sort)?.direction ?? 1;
    expect(times).toEqual([...times].sort((a, b) => sign * (a - b)));
  });

  it('counts what many lists show with one command, each up to a limit', async () => {
    const views = FILTERS.flatMap((filter) => {
      const plan = planOf(filter, undefined);
      return plan === null ? [] : [{ filter, page: { plan, limit: 101, now: NOW, windowMs: WINDOW_MS } }];
    });
    const shown = FILTERS.map((filter) => rows.filter((one) => fits(one, filter, undefined)).length);
    expect(await lists.counts(workspaceId, views)).toEqual(shown.map((count) => Math.min(count, 101)));
    expect(await examinedBy(() => lists.counts(workspaceId, views))).toHaveLength(1);
    expect(await lists.counts(workspaceId, [])).toEqual([]);
  });

  it.each(FILTERS.map((filter): [string, InboxFilter] => [JSON.stringify(filter), filter]))(
    '%s reads what it shows, on the first page as on a late one',
    async (_name, filter) => {
      const first = page(filter, undefined, 10);
      const shown = await first.found();
      expect(shown.length).toBeGreaterThan(3);
      const all = await page(filter, undefined, CONVERSATIONS).found();
      const late = all.at(-6);
      if (late === undefined) throw new Error('The list is too short.');
      const last = page(filter, undefined, 10, first.positionOf(late));
      expect(await last.found()).toHaveLength(5);
      for (const [act, returned] of [
        [first.found, shown.length],
        [last.found, 5],
      ] as const) {
        const [examined = Infinity, ...more] = await examinedBy(act);
        expect(more).toEqual([]);
        // The row at the cursor itself is looked at once more.
        expect(examined).toBeLessThanOrEqual(Math.ceil(returned * 1.1) + 1);
      }
    },
  );
});

const same = <T>(wanted: T | undefined, has: T): boolean => wanted === undefined || wanted === has;
const has = (wanted: string | undefined, all: readonly string[]): boolean =>
  wanted === undefined || all.includes(wanted);

function fits(one: ConversationRow, filter: InboxFilter, sort: InboxSort | undefined): boolean {
  const { status, assigneeId, unread, needsHuman, accountId, tag, stage, goal, terms = [] } = filter;
  const field = planOf(filter, sort)?.field;
  return [
    !one.shadow,
    same(status, one.status),
    same(assigneeId, one.assigneeId),
    same(accountId, one.accountId),
    same(unread, one.isUnread),
    same(needsHuman, one.needsHuman),
    same(stage, one.contact.stage),
    has(tag, one.contact.tags),
    has(goal, one.contact.goals),
    terms.every((term) => one.searchTerms.includes(term)),
    field !== 'waitingSince' || waits(one, filter.waitingMinutes ?? 0),
    field !== 'lastInboundAt' || closes(one, filter.closingMinutes),
  ].every(Boolean);
}

const waits = ({ waitingSince }: ConversationRow, minutes: number): boolean =>
  waitingSince !== null && waitingSince <= ago(minutes * MINUTE);

function closes({ lastInboundAt }: ConversationRow, minutes: number | undefined): boolean {
  if (lastInboundAt === null || lastInboundAt <= ago(WINDOW_MS)) return false;
  return minutes === undefined || lastInboundAt <= ago(WINDOW_MS - minutes * MINUTE);
}
