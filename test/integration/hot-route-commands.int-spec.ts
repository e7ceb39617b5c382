import type { mongo } from 'mongoose';
import { DeskLane } from '../support/desk-lane';
import { newTestName } from '../support/test-name';
import { type Caller, type SignedUp, WorkspaceApp } from '../support/workspace-app';
import { InboxFacade } from '../../src/conversations/receiving/inbox.facade';
import type { AccountId, WorkspaceId } from '../../src/shared/kernel';

const MINUTE = 60_000;
/** Caches notice at intervals what has changed; a route may be asked between two of these looks. */
const TRIES = 6;

/** Of the driver and the session, not of the request. */
const HOUSEKEEPING = new Set(['hello', 'ping', 'endSessions']);
/** What the process looks at by itself, whether anybody asks or not. */
const AT_INTERVALS = new Set(['accessRevisions', 'erasedLanes', 'webhookEndpoints', 'scheduledJobs']);

const collectionOf = ({ command, commandName }: mongo.CommandStartedEvent): string =>
  String((command as Record<string, unknown>)[commandName]);

describe('database commands of what a front end asks for all day', () => {
  let api: WorkspaceApp;
  let ann: SignedUp;
  let owner: SignedUp;
  let caller: Caller;
  let lane: DeskLane;
  let known: Record<string, string>;
  const storeUri = process.env['MONGODB_URI'] ?? '';

  beforeAll(async () => {
    const uri = new URL(storeUri);
    uri.searchParams.set('monitorCommands', 'true');
    process.env['MONGODB_URI'] = uri.toString();
    api = await WorkspaceApp.start();
    ann = await api.signUp();
    owner = ann;
    caller = api.as(ann.token);
    const account = await post('accounts/mock', { username: 'shop' });
    lane = new DeskLane(api, ann.workspaceId as WorkspaceId, account.id as AccountId);
    known = await prepare();
  });
  afterAll(async () => {
    process.env['MONGODB_URI'] = storeUri;
    await api.stop();
  });

  const at = (path: string) => `/v1/workspaces/${ann.workspaceId}/${path}`;
  const post = async (path: string, body: object = {}) => {
    const answer = await caller.call<Record<string, string>>('POST', at(path), body);
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${answer.code}`);
    return answer.body;
  };

  /** A conversation with all that a page of it may have to look up. */
  async function prepare(): Promise<Record<string, string>> {
    for (let index = 0; index < 6; index += 1) await lane.says(`hello ${index}`, (10 - index) * MINUTE);
    await react(`${lane.participantId}-2`);
    await post(`conversations/${lane.id}/messages`, { text: 'from Ann' });
    await lane.settle();
    const sendAt = new Date(Date.now() + MINUTE).toISOString();
    await post(`conversations/${lane.id}/scheduled-messages`, { sendAt, message: { text: 'later' } });
    await post(`conversations/${lane.id}/tags`, { add: ['vip'] });
    for (const filter of [{ status: 'open' }, { assignee: 'me' }, { unread: true }, { waitingMinutes: 5 }])
      await post('inbox-views', { name: 'View', filter });
    await post('quick-answers', { shortcut: 'hi', title: 'Hi', text: 'Hi' });
    const { id: jobId } = await post('conversation-jobs', { action: 'read', conversationIds: [lane.id] });
    const contactId = (await lane.row()).contactId ?? '';
    await post(`contacts/${contactId}/notes`, { text: 'Likes blue.' });
    const { body } = await caller.call<{ items: { id: string }[]; nextCursor: string }>(
      'GET',
      at(`conversations/${lane.id}/messages?limit=3`),
    );
    const { nextCursor: cursor } = body;
    return { lane: lane.id, contact: contactId, job: jobId ?? '', message: body.items[2]?.id ?? '', cursor };
  }

  async function react(mid: string): Promise<void> {
    const { workspaceId, accountId, participantId } = lane;
    const event = { kind: 'reaction' as const, participantId, at: Date.now(), dedupeKey: `reaction:${mid}` };
    const item = { ...event, mid, action: 'react' as const, emoji: '❤' };
    await api.app.get(InboxFacade).accept([{ kind: 'event', workspaceId, accountId, event: item }], 'tests');
    await lane.settle();
  }

  const filled = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? '');

  async function commandsOf(path: string): Promise<string[]> {
    const sent: string[] = [];
    const note = (event: mongo.CommandStartedEvent): void => {
      const collection = collectionOf(event);
      if (!HOUSEKEEPING.has(event.commandName) && !AT_INTERVALS.has(collection))
        sent.push(`${collection}.${event.commandName}`);
    };
    const client = api.rows.getClient();
    client.on('commandStarted', note);
    const { status, code } = await caller.call('GET', at(filled(path)));
    client.off('commandStarted', note);
    expect([status, code]).toEqual([200, undefined]);
    return sent;
  }

  /** With caches filled; one look among them is not the route's. */
  async function fewest(path: string): Promise<string[]> {
    const tries: string[][] = [];
    for (let count = 0; count < TRIES; count += 1) tries.push(await commandsOf(path));
    return tries.reduce((best, one) => (one.length < best.length ? one : best));
  }

  it('asks once for an account that is gone, however many of its conversations are shown', async () => {
    const bob = await api.signUp();
    const gone = newTestName() as AccountId;
    for (let index = 0; index < 3; index += 1)
      await new DeskLane(api, bob.workspaceId as WorkspaceId, gone).says('hello');
    [caller, ann] = [api.as(bob.token), bob];
    const commands = await fewest('conversations');
    [caller, ann] = [api.as(owner.token), owner];
    expect(commands).toEqual(['conversations.find', 'instagramAccounts.find']);
  });

  it.each<[path: string, max: number]>([
    ['conversations', 1],
    ['conversations?status=open&assignee=me&unread=true', 1],
    ['conversations?q=mia', 1],
    ['conversations/{lane}', 1],
    ['conversations/{lane}/messages', 2],
    ['conversations/{lane}/messages?limit=3&cursor={cursor}', 2],
    ['conversations/{lane}/messages?limit=3&newer={cursor}', 2],
    // Once for a jump; it is paged from there.
    ['conversations/{lane}/messages?limit=3&around={message}', 4],
    ['messages/search?q=hello', 2],
    ['messages/search?q=hello&conversationId={lane}', 2],
    ['conversations/{lane}/composer', 2],
    ['conversations/{lane}/presence', 1],
    ['conversations/{lane}/scheduled-messages', 1],
    // Why it went as it did: what was decided, and what came of it.
    ['conversations/{lane}/timeline', 3],
    ['inbox-views', 1],
    ['inbox-views/counts', 2],
    ['quick-answers', 1],
    ['quick-answers?q=hi', 1],
    ['conversation-jobs', 1],
    ['conversation-jobs/{job}', 1],
    ['contacts/{contact}', 1],
    ['contacts', 1],
    ['contacts/{contact}/notes', 2],
    ['contacts/{contact}/tasks', 2],
    ['contacts/{contact}/opt-out', 2],
    ['crm-tasks', 1],
    ['escalations', 1],
    // One for each source, all at once.
    ['attention', 8],
    ['reply-drafts', 1],
    ['members', 2],
  ])('%s: at most %i', async (path, max) => {
    const commands = await fewest(path);
    expect({ commands: commands.length <= max ? [] : commands }).toEqual({ commands: [] });
  });
});
