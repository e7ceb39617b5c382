import { Parley, until } from '../support/parley';
import { signUp } from '../support/people';
import { callRaw } from '../support/raw-api';

interface Run {
  id: string;
  status: string;
  passed: number;
  failed: number;
  results: { action: string; mode: string }[];
}

/** The API takes a run, a worker carries it out; no model is configured, so nothing is written by one. */
describe('golden sets', () => {
  let parley: Parley;
  let token: string;
  let workspaceId: string;

  beforeAll(async () => {
    parley = await Parley.start();
    ({ token, workspaceId } = await signUp(parley));
  });
  afterAll(() => parley.stop());

  const call = async <T>(method: string, path: string, body?: unknown) => {
    const { status, json } = await callRaw(parley, `/v1/workspaces/${workspaceId}${path}`, { method, token, body });
    return { status, json: json as T };
  };
  const addCase = (message: string, expected: object) =>
    call('POST', '/eval-cases', { set: 'shop', message, expect: expected });

  it('are run by the worker', async () => {
    expect((await addCase('I want to talk to a human', { action: 'handoff' })).status).toBe(201);
    expect((await addCase('What do candles cost?', { contains: ['5 €'] })).status).toBe(201);
    const { json: started } = await call<Run>('POST', '/eval-runs', {});
    const read = async () => (await call<Run>('GET', `/eval-runs/${started.id}`)).json;
    await until(async () => (await read()).status === 'done', 30_000, 'the run to be done');
    expect(await read()).toMatchObject({ passed: 1, failed: 1, results: [{ mode: 'fixed' }, { mode: 'fixed' }] });
  });

  it('are played from the command line, which fails with a case', async () => {
    await expect(parley.runCli(['evals:run', '--workspace', workspaceId])).rejects.toThrow(
      /All sets: 1 of 2 passed, no model asked[\s\S]*does not contain "5 €"[\s\S]*1 of 2 cases failed/,
    );
    await expect(parley.runCli(['evals:run', '--workspace', workspaceId, '--set', 'none'])).rejects.toThrow('no case');
  });

  it('come with the program, and pass without any model', async () => {
    expect(await parley.runCli(['evals:run'])).toEqual({ passed: 12 });
  });
});
