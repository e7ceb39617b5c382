import { JobGroups } from './job-groups';

/** Writes that end when the test says so. */
function heldWrites() {
  const writes: { jobs: number[]; end: (error?: Error) => void }[] = [];
  const write = (jobs: number[]) =>
    new Promise<void>((resolve, reject) => {
      writes.push({ jobs, end: (error) => (error === undefined ? resolve() : reject(error)) });
    });
  return { writes, groups: new JobGroups<number>(write) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('JobGroups', () => {
  it('writes at once when nothing is on its way, and what comes meanwhile together afterwards', async () => {
    const { writes, groups } = heldWrites();
    const added = [groups.add([1]), groups.add([2, 3]), groups.add([4])];
    expect(writes.map(({ jobs }) => jobs)).toEqual([[1]]);
    writes[0]?.end();
    await added[0];
    await turn();
    expect(writes.map(({ jobs }) => jobs)).toEqual([[1], [2, 3, 4]]);
    writes[1]?.end();
    await Promise.all(added);
  });

  it('tells those whose group failed, and goes on with the next', async () => {
    const { writes, groups } = heldWrites();
    const failed = groups.add([1]);
    const passed = groups.add([2]);
    writes[0]?.end(new Error('gone'));
    await expect(failed).rejects.toThrow('gone');
    await turn();
    writes[1]?.end();
    await expect(passed).resolves.toBeUndefined();
  });
});
