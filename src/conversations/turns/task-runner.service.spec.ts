import { conversation, LANE, msAfter } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { Contributions, stableId } from '../../shared/kernel';
import { MAX_TASK_ATTEMPTS, TASK_LEASE_MS } from '../domain/limits';
import type { TaskOutcome } from '../domain/turn';
import type { LaneEvents } from '../receiving/lane-events.service';
import type { ConversationsRepository } from '../repositories/conversations.repository';
import type { TaskEntry } from '../schemas/conversation.schema';
import { TaskRunner } from './task-runner.service';
import { TurnHandler } from '../turn-handler.port';

const DONE: TaskOutcome = { ok: true, value: { name: 'Jane' } };

describe('TaskRunner', () => {
  let clock: ManualClock;
  let outcome: TaskOutcome | Error;
  let takeable: boolean;
  let steps: unknown[][];
  let telemetry: TelemetryProbe;
  let runner: TaskRunner;

  beforeEach(() => {
    clock = new ManualClock();
    outcome = DONE;
    takeable = true;
    steps = [];
    telemetry = new TelemetryProbe();
    const step =
      <T>(name: string, answer: () => T) =>
      (...args: unknown[]) => {
        steps.push([name, ...args]);
        return Promise.resolve(answer());
      };
    const contributions = new Contributions();
    contributions.provide(
      TurnHandler,
      standIn<TurnHandler>({
        runTask: (_lane, task) => {
          steps.push(['run', task.id]);
          return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
        },
      }),
    );
    runner = new TaskRunner(
      contributions,
      standIn<ConversationsRepository>({
        takeTask: step('take', () => takeable),
        removeTask: step('remove', () => undefined),
      }),
      standIn<LaneEvents>({ add: step('add', () => undefined) }),
      clock,
      telemetry,
    );
  });

  const task = (id: string, part: Partial<TaskEntry> = {}): TaskEntry => ({
    id,
    kind: 'profile',
    input: {},
    dueAt: msAfter(TASK_LEASE_MS, clock.now()),
    attempts: 0,
    correlationId: 'corr-t',
    ...part,
  });
  const names = () => steps.map(([name]) => name);
  const event = (result: TaskOutcome) => ({
    id: stableId('task-result', 't'),
    payload: { kind: 'task-result', taskId: 't', taskKind: 'profile', outcome: result },
    at: clock.now(),
    correlationId: 'corr-t',
  });

  it('runs a new task, stores its result as an event of the task’s own id, then removes it', async () => {
    const row = conversation({ tasks: [task('t')] });
    await runner.runNew(row);
    expect(steps).toEqual([
      ['run', 't'],
      ['add', row, [event(DONE)]],
      ['remove', LANE.workspaceId, LANE.conversationId, 't'],
    ]);
  });

  it('leaves to others what is not new, or no longer belongs to this worker', async () => {
    const tasks = [task('tried', { attempts: 1 }), task('over', { dueAt: clock.now() })];
    await runner.runNew(conversation({ tasks }));
    expect(steps).toEqual([]);
  });

  it('takes over a task whose worker did not come back, for one lease', async () => {
    const due = task('t', { dueAt: clock.now() });
    await runner.runDue(conversation({ tasks: [due, task('later')] }));
    expect(steps[0]).toEqual(['take', LANE.workspaceId, LANE.conversationId, due, msAfter(TASK_LEASE_MS, clock.now())]);
    expect(names()).toEqual(['take', 'run', 'add', 'remove']);
  });

  it('does not run what another worker took first', async () => {
    takeable = false;
    await runner.runDue(conversation({ tasks: [task('t', { dueAt: clock.now() })] }));
    expect(names()).toEqual(['take']);
  });

  it('passes on an outcome that is no success as it is', async () => {
    outcome = { ok: false, error: 'no consent' };
    await runner.runNew(conversation({ tasks: [task('t')] }));
    expect(steps[1]).toEqual(['add', expect.anything(), [event({ ok: false, error: 'no consent' })]]);
  });

  it('leaves a task that failed for the next try', async () => {
    outcome = new Error('503');
    await runner.runNew(conversation({ tasks: [task('t')] }));
    expect(names()).toEqual(['run']);
    expect(telemetry.lines).toMatchObject([{ level: 'warn', fields: { effectId: 't', count: 1 } }]);
  });

  it.each([
    [MAX_TASK_ATTEMPTS - 2, ['take', 'run']],
    [MAX_TASK_ATTEMPTS - 1, ['take', 'run', 'add', 'remove']],
  ])('after %i failed attempts the next one leads to: %s', async (attempts, expected) => {
    outcome = new Error('503');
    await runner.runDue(conversation({ tasks: [task('t', { attempts, dueAt: clock.now() })] }));
    expect(names()).toEqual(expected);
    if (expected.includes('add'))
      expect(steps[2]).toEqual(['add', expect.anything(), [event({ ok: false, error: expect.any(String) as string })]]);
  });
});
