import { docxWith, pdfWith } from '../support/documents';
import { Parley, until } from '../support/parley';
import { signUp } from '../support/people';
import { callRaw } from '../support/raw-api';

interface Item {
  id: string;
  title: string;
  status: string;
  failure?: { code: string };
}

interface Answer {
  answered: boolean;
  text?: string;
  citations: { itemId: string }[];
}

/** API and worker as processes of their own: what one takes in, the other reads, and the first answers from. */
describe('knowledge', () => {
  let parley: Parley;
  let base: string;
  let token: string;
  let workspaceId: string;

  beforeAll(async () => {
    parley = await Parley.start();
    ({ token, workspaceId } = await signUp(parley));
    base = `/v1/workspaces/${workspaceId}/knowledge`;
  });
  afterAll(() => parley.stop());

  const call = async <T>(method: string, path: string, body?: unknown) => {
    const answer = await callRaw(parley, `${base}${path}`, { method, token, body });
    return { status: answer.status, json: answer.json as T };
  };
  const upload = async (name: string, bytes: Buffer): Promise<Item> => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)]), name);
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${parley.apiUrl}${base}/items/uploads`, { method: 'POST', headers, body: form });
    expect(answer.status).toBe(201);
    return (await answer.json()) as Item;
  };
  const becomes = async (id: string, status: string) => {
    const read = async () => (await call<Item>('GET', `/items/${id}`)).json;
    await until(async () => (await read()).status === status, 20_000, `the item to be ${status}`);
    return read();
  };
  const ask = async (question: string) => (await call<Answer>('POST', '/ask', { question })).json;

  it('reads a PDF and a Word document, and answers from them with citations', async () => {
    const pdf = await upload('Garden rules.pdf', pdfWith('Dogs are welcome in the garden until sunset.'));
    const docx = await upload(
      'Workshop.docx',
      docxWith('Pottery class', 'The pottery class begins at seven on Fridays.'),
    );
    expect((await becomes(pdf.id, 'ready')).title).toBe('Garden rules');
    await becomes(docx.id, 'ready');
    await until(async () => (await ask('Are dogs welcome in the garden?')).answered, 1_500, 'the API to see it');
    expect(await ask('Are dogs welcome in the garden?')).toMatchObject({
      text: 'Dogs are welcome in the garden until sunset.',
      citations: [{ itemId: pdf.id }],
    });
    expect((await ask('When does the pottery class begin?')).citations[0]?.itemId).toBe(docx.id);
    expect(await ask('Do you repair bicycles?')).toMatchObject({ answered: false, citations: [] });
  });

  it('says why a file cannot be read', async () => {
    const broken = await upload('broken.pdf', Buffer.from('%PDF-1.4 and nothing else'));
    expect((await becomes(broken.id, 'failed')).failure?.code).toBe('unreadable-file');
  });

  it('goes on with what nobody rang for', async () => {
    const { json } = await call<Item>('POST', '/items', {
      kind: 'text',
      title: 'Lamps',
      content: 'Lamps have two years of warranty.',
    });
    await becomes(json.id, 'ready');
    expect((await call<{ items: number }>('POST', '/reindex')).status).toBe(202);
    await parley.database
      .collection('knowledgeItems')
      .updateOne({ _id: json.id as never, workspaceId }, { $set: { 'searched.embeddingModel': 'x' } });
    await until(
      async () =>
        (await parley.database.collection('knowledgeItems').findOne({ _id: json.id as never, workspaceId }))?.[
          'dueAt'
        ] === undefined,
      20_000,
      'the sweep to find it',
    );
  });
});
