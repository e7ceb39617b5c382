import type { ContactId, WorkspaceId } from '../../shared/kernel';
import { CRM_TASK_STATUSES, type CrmTask, mayBecome, remindedTask, reminderDueOf } from './crm-task';
import { checkTask, editedTask, movedTask, newTask, type TaskWishes } from './task-wishes';

const AT = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-02T00:00:00Z');

function taskOf(wishes: TaskWishes & { title: string }): CrmTask {
  const checked = checkTask(wishes);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const { title = '', ...rest } = checked.value;
  const placed = { id: 't1', workspaceId: 'w1' as WorkspaceId, contactId: 'c1' as ContactId };
  return newTask({ ...placed, origin: 'member' }, { ...rest, title }, AT);
}

describe('wishes for a task', () => {
  it('need a title alone', () => {
    expect(taskOf({ title: ' Call ' })).toEqual({
      id: 't1',
      workspaceId: 'w1',
      contactId: 'c1',
      origin: 'member',
      title: 'Call',
      kind: 'follow_up',
      priority: 'normal',
      status: 'open',
      revision: 1,
      createdAt: AT,
      updatedAt: AT,
    });
  });

  it.each<[string, Partial<TaskWishes>, object]>([
    ['details of several lines', { details: 'a\r\nb ' }, { details: 'a\nb' }],
    ['a due date in a zone', { dueAt: '2026-03-01T12:00:00+02:00' }, { dueAt: new Date('2026-03-01T10:00:00Z') }],
    ['a due date without one', { dueAt: '2026-03-01T12:00' }, { dueAt: new Date('2026-03-01T12:00:00Z') }],
    ['a day', { dueAt: '2026-03-01' }, { dueAt: new Date('2026-03-01T00:00:00Z') }],
    [
      'an assignee, a priority and a kind',
      { assigneeId: 'ann', priority: 'high', kind: 'general' },
      { priority: 'high' },
    ],
    ['nothing, said by null', { details: null, dueAt: null, assigneeId: null }, { title: 'x' }],
  ])('take %s', (_, wishes, expected) => {
    expect(taskOf({ title: 'x', ...wishes })).toMatchObject(expected);
  });

  it.each<[string, TaskWishes, string]>([
    ['an empty title', { title: ' ' }, 'title'],
    ['a title of two lines', { title: 'a\nb' }, 'title'],
    ['a title that is too long', { title: 'x'.repeat(201) }, 'title'],
    ['no date', { dueAt: 'tomorrow' }, 'dueAt'],
    ['a day that does not exist', { dueAt: '2026-02-30' }, 'dueAt'],
    ['a year that nobody lives in', { dueAt: '9999-01-01T00:00:00Z' }, 'dueAt'],
    ['an unknown priority', { priority: 'toString' }, 'priority'],
    ['an unknown kind', { kind: 'call' }, 'kind'],
    ['an assignee that is no id', { assigneeId: 'a b' }, 'assigneeId'],
  ])('refuse %s', (_, wishes, field) => {
    expect(checkTask(wishes)).toMatchObject({ ok: false, problems: [{ field }] });
  });

  it('refuse what is of another type, as a variable of a flow may be', () => {
    const wishes = { title: 7, details: {}, dueAt: true, assigneeId: 1, priority: ['high'], kind: null };
    const checked = checkTask(wishes as unknown as TaskWishes);
    const named = checked.ok ? [] : checked.problems.map(({ field }) => field);
    expect(named).toEqual(Object.keys(wishes));
  });

  it('clear what is null and leave what is absent', () => {
    const task = taskOf({ title: 'x', details: 'y', dueAt: '2026-03-01', assigneeId: 'ann' });
    const checked = checkTask({ dueAt: null, assigneeId: null });
    const edited = checked.ok ? editedTask(task, checked.value, LATER) : task;
    const { dueAt: _dueAt, assigneeId: _assigneeId, ...left } = task;
    expect(edited).toEqual({ ...left, revision: 2, updatedAt: LATER });
  });
});

describe('the status of a task', () => {
  it('goes from open to an end, and back to open', () => {
    const allowed = CRM_TASK_STATUSES.flatMap((from) =>
      CRM_TASK_STATUSES.filter((to) => mayBecome(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(allowed).toEqual(['open → completed', 'open → cancelled', 'completed → open', 'cancelled → open']);
  });

  it('tells when it ended, until it is open again', () => {
    const done = movedTask(taskOf({ title: 'x' }), 'completed', LATER);
    expect(done).toMatchObject({ status: 'completed', closedAt: LATER, updatedAt: LATER, revision: 2 });
    expect(movedTask(done, 'open', LATER)).toEqual({ ...taskOf({ title: 'x' }), updatedAt: LATER, revision: 3 });
  });
});

describe('the reminder of a task', () => {
  const DUE = new Date('2026-03-01T10:00:00Z');
  const task = () => taskOf({ title: 'x', reminderAt: '2026-03-01T10:00:00Z' });
  const edited = (from: CrmTask, wishes: TaskWishes): CrmTask => {
    const checked = checkTask(wishes);
    return checked.ok ? editedTask(from, checked.value, LATER) : from;
  };

  it.each<[string, CrmTask, Date | null]>([
    ['is due at its time', task(), DUE],
    ['is none where none is wanted', taskOf({ title: 'x' }), null],
    ['is given once', remindedTask(task(), DUE), null],
    ['stays given when something else changes', edited(remindedTask(task(), DUE), { title: 'y' }), null],
    [
      'stays given at the same time',
      edited(remindedTask(task(), DUE), { reminderAt: '2026-03-01T11:00:00+01:00' }),
      null,
    ],
    [
      'is another one at another time',
      edited(remindedTask(task(), DUE), { reminderAt: '2026-03-02' }),
      new Date('2026-03-02'),
    ],
    ['is taken back', edited(task(), { reminderAt: null }), null],
    ['is not given of what is done', movedTask(task(), 'completed', LATER), null],
    ['comes back with the task', movedTask(movedTask(task(), 'completed', LATER), 'open', LATER), DUE],
  ])('%s', (_, given, expected) => {
    expect(reminderDueOf(given)).toEqual(expected);
  });
});
