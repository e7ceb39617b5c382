import { AT, type CrmOnTheStore, openCrm, participant, W1 } from '../../../test/support/crm';
import type { WorkspaceId } from '../../shared/kernel';
import type { CrmTask } from '../domain/crm-task';
import { editedTask, newTask } from '../domain/task-wishes';
import { CrmTasksRepository } from './crm-tasks.repository';

const { contactId } = participant();
const LATER = new Date('2026-01-02T00:00:00Z');

const task = (id: string, dueAt?: string): CrmTask =>
  newTask(
    { id, workspaceId: W1, contactId, origin: 'member' },
    { title: id, ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt) }) },
    AT,
  );

describe('tasks on the store', () => {
  let store: CrmOnTheStore;
  let tasks: CrmTasksRepository;

  beforeEach(async () => {
    store = await openCrm();
    tasks = store.module.get(CrmTasksRepository);
  });
  afterEach(() => store.close());

  it('come back as they were kept', async () => {
    const kept = { ...task('t1', '2026-03-01T00:00:00Z'), details: 'all of it' };
    await tasks.insert(kept);
    expect(await tasks.findById(W1, 't1')).toEqual(kept);
    expect(await tasks.findById('w2' as WorkspaceId, 't1')).toBeNull();
  });

  it('are changed on the state that the change was decided on, and on no other', async () => {
    const first = task('t1');
    await tasks.insert(first);
    const second = editedTask(first, { title: 'second' }, LATER);
    expect(await tasks.replace(first, second)).toBe(true);
    expect(await tasks.replace(first, editedTask(first, { title: 'lost' }, LATER))).toBe(false);
    expect(await tasks.findById(W1, 't1')).toEqual(second);
  });

  it('move in the list when they are due at another time, or at none', async () => {
    const first = task('t1', '2026-03-01T00:00:00Z');
    await tasks.insert(first);
    await tasks.insert(task('t2', '2026-03-02T00:00:00Z'));
    await tasks.replace(first, editedTask(first, { dueAt: null }, LATER));
    expect((await tasks.listByDue(W1, { status: 'open' }, 10)).map(({ id }) => id)).toEqual(['t2', 't1']);
  });
});
