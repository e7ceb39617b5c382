import { RecordingDiagnostics } from '../../test/support/diagnostics';
import { AutomationPlayer, LANE, text } from '../../test/support/automation-player';
import { compiled, flow, keywords, node } from '../../test/support/flow-fixtures';
import { TurnHandler } from '../conversations';
import type { EscalationsFacade } from '../escalations';
import type { FlowsService } from '../flows';
import type { InstagramFacade } from '../instagram';
import { Contributions } from '../shared/kernel';
import type { ActiveAutomations } from './active-automations';
import { AutomationTurnHandler } from './automation-turn-handler';
import type { AutomationContext } from './domain/active-instance';
import type { SessionRecord } from './domain/session-record';
import { SessionJournal } from './session-journal';
import type { AutomationSessionsRepository } from './repositories/automation-sessions.repository';

const FLOW = compiled(
  flow(
    [
      node('start', 'trigger', keywords('order')),
      node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
      node('end', 'end'),
    ],
    ['start -> wait', 'wait.reply -> end', 'wait.timeout -> end'],
  ),
);
const KNOWN: AutomationContext = {
  instances: [
    { id: 'order', templateId: 'order-template', versionId: 'order-v2', config: {}, triggers: FLOW.triggers },
  ],
  flows: new Map([['order-v2', FLOW]]),
};
const NONE: AutomationContext = { instances: [], flows: new Map() };

const player = () => new AutomationPlayer().with('order', FLOW);

function setUp() {
  const written: SessionRecord[][] = [];
  const closed: unknown[] = [];
  const opened: unknown[] = [];
  const automations = { of: jest.fn(async () => KNOWN), read: jest.fn(async () => KNOWN) };
  const instagram = {
    lookupProfile: jest.fn(async (): Promise<{ name?: string; username?: string } | null> => ({ name: 'Ann' })),
  };
  const sessions = {
    write: async (_workspace: string, _conversation: string, records: SessionRecord[]) => void written.push(records),
    closeForgotten: async (...args: unknown[]) => void closed.push(args),
  };
  const escalations = {
    open: async (request: unknown) => {
      opened.push(request);
      return { escalationId: 'esc1' };
    },
  };
  const contributions = new Contributions();
  const diagnostics = new RecordingDiagnostics();
  const handler = new AutomationTurnHandler(
    automations as unknown as ActiveAutomations,
    { compiledVersion: async (id: string) => (id === 'order-v1' ? FLOW : null) } as unknown as FlowsService,
    new SessionJournal(sessions as unknown as AutomationSessionsRepository, diagnostics),
    escalations as unknown as EscalationsFacade,
    instagram as unknown as InstagramFacade,
    contributions,
  );
  return { handler, automations, instagram, written, closed, opened, contributions, diagnostics };
}

it('is what conversations ask', () => {
  const { handler, contributions } = setUp();
  handler.onModuleInit();
  expect(contributions.one(TurnHandler)).toBe(handler);
});

describe('preparing a turn', () => {
  it('gives what is in memory when no session runs', async () => {
    const { handler, automations } = setUp();
    expect(await handler.prepare(LANE, null)).toBe(KNOWN);
    expect(automations.read).not.toHaveBeenCalled();
  });

  it('adds the version that a session is pinned to', async () => {
    const { handler } = setUp();
    const context = await handler.prepare(LANE, player().take(text('order')).state);
    expect(context.flows.get('order-v1')).toBe(FLOW);
    expect(context.instances).toBe(KNOWN.instances);
  });

  it('adds the version of the session that ended last, and says so when it is lost', async () => {
    const { handler } = setUp();
    const ended = player().take(text('order')).take(text('A-1')).state;
    expect((await handler.prepare(LANE, ended)).flows.get('order-v1')).toBe(FLOW);
    const lost = JSON.parse(JSON.stringify(ended).replaceAll('order-v1', 'order-v0')) as typeof ended;
    expect((await handler.prepare(LANE, lost)).flows.get('order-v0')).toBeNull();
  });

  it('asks the database before it lets a session end because its automation is not known here', async () => {
    const { handler, automations } = setUp();
    automations.of.mockResolvedValue(NONE);
    const { state } = player().take(text('order'));
    const context = await handler.prepare(LANE, state);
    expect(automations.read).toHaveBeenCalledWith('w1');
    expect(handler.decide(context, turnOf(state)).timers.cancel).toHaveLength(2);
    automations.read.mockResolvedValue(NONE);
    const { state: after } = handler.decide(await handler.prepare(LANE, state), turnOf(state));
    expect(after).toMatchObject({ running: null, ended: { flow: { status: 'stopped' } } });
  });
});

function turnOf(state: AutomationPlayer['state']) {
  const event = {
    kind: 'message' as const,
    eventId: 'e9',
    at: new Date('2026-01-01'),
    answerable: true,
    text: 'A-1',
    attachments: [],
  };
  return { lane: LANE, state, event, now: new Date('2026-01-01'), held: false };
}

describe('recording', () => {
  it('writes what changed', async () => {
    const { handler, written, closed } = setUp();
    const { state } = player().take(text('order'));
    await handler.record(LANE, { before: null, after: state });
    await handler.record(LANE, { before: state, after: state });
    expect(written).toEqual([[expect.objectContaining({ status: 'active', revision: 1 })], []]);
    expect(closed).toEqual([]);
  });

  it('writes everything after a crash, and closes what the state no longer knows', async () => {
    const { handler, written, closed } = setUp();
    const { state } = player().take(text('order')).wait(1_000).take(text('A-1')).take(text('order'));
    await handler.record(LANE, { after: state });
    expect(written[0]).toHaveLength(2);
    const sessionIds = written[0]?.map(({ sessionId }) => sessionId);
    expect(closed).toEqual([['w1', 'c1', { sessionIds, startedBefore: new Date('2026-01-01T00:00:01Z') }]]);
  });

  it('closes nothing when the state knows no session', async () => {
    const { handler, written, closed } = setUp();
    await handler.record(LANE, { after: null });
    expect([written, closed]).toEqual([[[]], []]);
  });
});

describe('tasks', () => {
  it('looks a profile up', async () => {
    const { handler, instagram } = setUp();
    const task = { id: 's1-1', kind: 'lookup_profile', input: {} };
    expect(await handler.runTask(LANE, task)).toEqual({ ok: true, value: { name: 'Ann' } });
    expect(instagram.lookupProfile).toHaveBeenCalledWith('w1', 'a1', 'p1');
    instagram.lookupProfile.mockResolvedValue(null);
    expect(await handler.runTask(LANE, task)).toEqual({ ok: false, error: 'The profile is not available.' });
  });

  it('leaves a fault to the caller, who tries again', async () => {
    const { handler, instagram } = setUp();
    instagram.lookupProfile.mockRejectedValue(new Error('busy'));
    await expect(handler.runTask(LANE, { id: 's1-1', kind: 'lookup_profile', input: {} })).rejects.toThrow('busy');
  });

  it('opens an escalation, the task being its source', async () => {
    const { handler, opened } = setUp();
    const input = { reason: 'why', summary: 'why: "hm"', at: '2026-01-01T00:00:00.000Z' };
    const outcome = await handler.runTask(LANE, { id: 's1-5', kind: 'open_escalation', input });
    expect(outcome).toEqual({ ok: true, value: { escalationId: 'esc1' } });
    expect(opened).toEqual([
      {
        workspaceId: 'w1',
        conversationId: 'c1',
        sourceId: 's1-5',
        reason: 'why',
        summary: 'why: "hm"',
        at: new Date('2026-01-01'),
      },
    ]);
  });

  it('says that it does not know a task', async () => {
    expect(await setUp().handler.runTask(LANE, { id: 'x', kind: 'dance', input: {} })).toEqual({
      ok: false,
      error: 'There is no task "dance".',
    });
  });
});
