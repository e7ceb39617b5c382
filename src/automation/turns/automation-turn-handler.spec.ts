import { RecordingDiagnostics } from '../../../test/support/diagnostics';
import { AutomationPlayer, LANE, text } from '../../../test/support/automation-player';
import { compiled, flow, keywords, node } from '../../../test/support/flow-fixtures';
import { instanceRow } from '../../../test/support/memory-automations';
import { ManualClock } from '../../../test/support/manual-clock';
import { MemoryEvents } from '../../../test/support/memory-events';
import { standIn } from '../../../test/support/stand-in';
import { type DecidedEvent, TurnHandler } from '../../conversations';
import type { CrmFacade } from '../../crm';
import type { EscalationsFacade } from '../../escalations';
import type { FlowsService, RunnableVersion } from '../../flows';
import type { ReplyDrafts } from '../drafts/reply-drafts.service';
import type { VoiceTranscripts } from '../../knowledge';
import { Contributions } from '../../shared/kernel';
import type { CommentReplies } from '../../instagram';
import type { WorkspaceSettings } from '../../workspace';
import type { ActiveAutomations, ActiveAutomationSet } from '../instances/active-automations';
import { AutomationTurnHandler } from './automation-turn-handler';
import { activeSet, flowKey } from '../domain/active-instance';
import { USUAL_HOLD } from '../domain/decision';
import type { SessionRecord } from '../domain/session-record';
import { TaskExecutors } from '../executors/task-executors';
import type { AutomationSessionsRepository } from '../repositories/automation-sessions.repository';
import type { TurnRecordsRepository } from '../repositories/turn-records.repository';
import type { ActiveFollowups } from '../followups/active-followups';
import { FollowupJournal } from '../followups/followup-journal.service';
import type { FollowupTasksRepository } from '../followups/repositories/followup-tasks.repository';
import { RunnableFlows } from '../instances/runnable-flows';
import type { TurnRecordRow } from '../schemas/turn-record.schema';
import { SessionJournal } from '../sessions/session-journal';
import { CommentJournal } from '../comments/comment-journal.service';
import { TurnJournal } from './turn-journal';
import { TurnRecording } from './turn-recording';
import { TurnSurroundings } from './turn-surroundings';

const order = (says: string) =>
  compiled(
    flow(
      [
        node('start', 'trigger', keywords('order')),
        node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
        node('end', 'send_message', { text: says }),
      ],
      ['start -> wait', 'wait.reply -> end', 'wait.timeout -> end'],
    ),
  );
const FLOW = order('Thanks.');
const READS_CONTACT = order('Thanks, {{ contact.email | default: "you" }}.');

const version = (id: string, its = FLOW): RunnableVersion => ({
  versionId: id,
  templateId: 'order-template',
  version: Number(id.slice(-1)),
  flow: its,
  exposedFields: [],
  runningSessions: 'finish',
});
const VERSIONS = new Map([version('order-v1'), version('order-v2')].map((it) => [it.versionId, it]));

const row = instanceRow({ _id: 'order', templateVersionId: 'order-v2' });
const active = (its = FLOW): ActiveAutomationSet => ({
  ...activeSet([
    {
      id: 'order',
      name: 'order',
      templateId: 'order-template',
      versionId: 'order-v2',
      version: 2,
      movesSessions: false,
      runs: { flow: its, config: {} },
    },
  ]),
  rows: new Map([['order', row]]),
});
const NONE: ActiveAutomationSet = { ...activeSet([]), rows: new Map() };

const player = () => new AutomationPlayer().with('order', FLOW);
const SILENT = { hasVoice: false };
const HOURS = { timeZone: 'Europe/Berlin', weekly: null, exceptions: [] };

function setUp() {
  const written: SessionRecord[][] = [];
  const closed: unknown[] = [];
  const turns: TurnRecordRow[] = [];
  const retracted: string[] = [];
  const automations = { of: jest.fn(async () => active()), read: jest.fn(async () => active()) };
  const contactView = jest.fn(async () => ({ email: 'ann@example.org', stage: 'new' as const, tags: [], fields: {} }));
  const isOn = jest.fn(async () => true);
  const sessions = {
    write: async (_workspace: string, _conversation: string, records: SessionRecord[]) => void written.push(records),
    closeForgotten: async (...args: unknown[]) => void closed.push(args),
  } as unknown as AutomationSessionsRepository;
  const records = standIn<TurnRecordsRepository>({ insertNew: async (rows) => void turns.push(...rows) });
  const settings = { ...HOURS, defaultLanguage: 'de' };
  const contributions = new Contributions();
  const diagnostics = new RecordingDiagnostics();
  const flows = { runnableVersion: async (id: string) => VERSIONS.get(id) ?? null } as unknown as FlowsService;
  const handler = new AutomationTurnHandler(
    automations as unknown as ActiveAutomations,
    new RunnableFlows(flows),
    new TurnSurroundings(
      { automation: { exchangesPerMinute: 30 } },
      standIn<CrmFacade>({ contactView }),
      standIn<EscalationsFacade>({ holdRuleOf: async () => USUAL_HOLD }),
      standIn<VoiceTranscripts>({ isOn }),
      standIn<ActiveFollowups>({ of: async () => [] }),
      { reader: () => ({ of: async () => settings }) } as unknown as WorkspaceSettings,
    ),
    new TurnRecording(
      new SessionJournal(sessions, diagnostics, new MemoryEvents(), new ManualClock()),
      new TurnJournal(records, diagnostics),
      new CommentJournal(standIn<CommentReplies>({ note: async () => undefined })),
      standIn<ReplyDrafts>({ retract: async (_lane, by) => void retracted.push(by) }),
      new FollowupJournal(
        standIn<FollowupTasksRepository>({ write: async () => undefined }),
        new MemoryEvents(),
        new ManualClock(),
      ),
    ),
    new TaskExecutors(contributions),
    contributions,
  );
  return { handler, automations, contactView, isOn, retracted, written, closed, turns, contributions, diagnostics };
}

it('is what conversations ask', () => {
  const { handler, contributions } = setUp();
  handler.onModuleInit();
  expect(contributions.one(TurnHandler)).toBe(handler);
});

describe('preparing a turn', () => {
  it('gives what is in memory when no session runs, with what the workspace states', async () => {
    const { handler, automations } = setUp();
    const context = await handler.prepare(LANE, null, SILENT);
    expect(context.instances.map(({ id }) => id)).toEqual(['order']);
    expect(context).toMatchObject({
      hours: HOURS,
      contact: null,
      facts: { channel: 'instagram', language: 'de' },
      handoffHold: USUAL_HOLD,
    });
    expect(automations.read).not.toHaveBeenCalled();
  });

  it('reads the contact only for a flow that asks for more than the name', async () => {
    const { handler, automations, contactView } = setUp();
    await handler.prepare(LANE, null, SILENT);
    expect(contactView).not.toHaveBeenCalled();
    automations.of.mockResolvedValue(active(READS_CONTACT));
    expect((await handler.prepare(LANE, null, SILENT)).contact).toMatchObject({ email: 'ann@example.org' });
    const { workspaceId, conversationId, accountId, participantId } = LANE;
    expect(contactView).toHaveBeenCalledWith({ workspaceId, conversationId, accountId, participantId });
  });

  it('asks whether voice notes are put into words only when there is one', async () => {
    const { handler, isOn } = setUp();
    expect((await handler.prepare(LANE, null, SILENT)).hearsVoice).toBe(false);
    expect(isOn).not.toHaveBeenCalled();
    expect((await handler.prepare(LANE, null, { hasVoice: true })).hearsVoice).toBe(true);
  });

  it('adds the version that a session is pinned to', async () => {
    const { handler } = setUp();
    const context = await handler.prepare(LANE, player().take(text('order')).state, SILENT);
    expect(context.flows.get(flowKey('order', 'order-v1'))?.flow).toBe(FLOW);
    expect(context.flows.has(flowKey('order', 'order-v2'))).toBe(true);
  });

  it('adds the version of the session that ended last, and says so when it is lost', async () => {
    const { handler } = setUp();
    const ended = player().take(text('order')).take(text('A-1')).state;
    expect((await handler.prepare(LANE, ended, SILENT)).flows.get(flowKey('order', 'order-v1'))?.flow).toBe(FLOW);
    const lost = JSON.parse(JSON.stringify(ended).replaceAll('order-v1', 'order-v0')) as typeof ended;
    expect((await handler.prepare(LANE, lost, SILENT)).flows.get(flowKey('order', 'order-v0'))).toBeNull();
  });

  it('asks the database before it lets a session end because its automation is not known here', async () => {
    const { handler, automations } = setUp();
    automations.of.mockResolvedValue(NONE);
    const { state } = player().take(text('order'));
    const context = await handler.prepare(LANE, state, SILENT);
    expect(automations.read).toHaveBeenCalledWith('w1');
    expect(handler.decide(context, turnOf(state)).sends).toHaveLength(1);
    automations.read.mockResolvedValue(NONE);
    const { state: after } = handler.decide(await handler.prepare(LANE, state, SILENT), turnOf(state));
    expect(after).toMatchObject({ running: null, ended: { flow: { status: 'stopped' } } });
  });
});

function turnOf(state: AutomationPlayer['state']) {
  const at = new Date('2026-01-01');
  const event = { kind: 'message' as const, eventId: 'e9', at, answerable: true, text: 'A-1', attachments: [] };
  return { lane: LANE, state, event, now: at, held: false };
}

describe('recording', () => {
  const decided = (chat: AutomationPlayer): DecidedEvent[] => [
    { event: turnOf(null).event, at: chat.now, correlationId: 'corr', explanation: chat.last.explanation ?? {} },
  ];

  it('writes what changed, and why', async () => {
    const { handler, written, closed, turns } = setUp();
    const chat = player().take(text('order'));
    await handler.record(LANE, { before: null, after: chat.state, decided: decided(chat) });
    await handler.record(LANE, { before: chat.state, after: { ...chat.state }, decided: [] });
    expect(written).toEqual([[expect.objectContaining({ status: 'waiting', revision: 1 })], []]);
    expect(closed).toEqual([]);
    expect(turns).toMatchObject([
      { _id: 'e9', workspaceId: 'w1', conversationId: 'c1', outcome: 'started', correlationId: 'corr' },
    ]);
  });

  it('writes the way through the flow into the diagnostic log only while somebody looks on', async () => {
    const { handler, diagnostics } = setUp();
    const chat = player().take(text('order'));
    diagnostics.off.add('flow_node');
    await handler.record(LANE, { before: null, after: chat.state, decided: decided(chat) });
    expect(diagnostics.events.filter(({ category }) => category === 'flow_node')).toEqual([]);
    diagnostics.off.clear();
    await handler.record(LANE, { before: null, after: chat.state, decided: decided(chat) });
    expect(diagnostics.events).toContainEqual(
      expect.objectContaining({ message: 'node.entered', sessionId: chat.sessionId }),
    );
  });

  it('writes everything after a crash, and closes what the state no longer knows', async () => {
    const { handler, written, closed } = setUp();
    const { state } = player().take(text('order')).wait(1_000).take(text('A-1')).take(text('order'));
    await handler.record(LANE, { after: state, decided: [] });
    expect(written[0]).toHaveLength(2);
    const sessionIds = written[0]?.map(({ sessionId }) => sessionId);
    expect(closed).toEqual([['w1', 'c1', { sessionIds, startedBefore: new Date('2026-01-01T00:00:01Z') }]]);
  });

  it('closes nothing when the state knows no session', async () => {
    const { handler, written, closed } = setUp();
    await handler.record(LANE, { after: null, decided: [] });
    expect([written, closed]).toEqual([[[]], []]);
  });
});
