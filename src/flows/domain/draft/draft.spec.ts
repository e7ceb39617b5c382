import { CAPABILITIES, flow, keywords, LIMITS, node } from '../../../../test/support/flow-fixtures';
import type { Json, JsonObject } from '../json';
import { checkContent, fieldProblemOf } from './check-content';
import { diffContent } from './diff-content';
import { changedContent, type DraftContent, EMPTY_CONTENT, MAX_DRAFT_BYTES } from './draft-content';
import { fileOf, parseFile } from './flow-file';
import { namedIntents } from './named-intents';
import { subFlowsOf } from './sub-flows';

const greeting = (text: string, more: object = {}): JsonObject =>
  flow(
    [node('start', 'trigger', keywords('hi')), node('a', 'send_message', { text, ...more })],
    ['start -> a'],
  ) as unknown as JsonObject;
const content = (part: Partial<DraftContent> = {}): DraftContent => ({
  ...EMPTY_CONTENT,
  definition: greeting('Hello'),
  ...part,
});
const shop = { key: 'shop', label: 'Shop', type: 'string' };
const options = { limits: LIMITS, capabilities: CAPABILITIES };

describe('the content of a draft', () => {
  it('may be wrong, and what is not sent stays', () => {
    const changed = changedContent(content({ exposedFields: [shop] }), { definition: { nodes: 'none' } });
    expect(changed).toEqual({ ok: true, content: content({ definition: { nodes: 'none' }, exposedFields: [shop] }) });
  });

  it.each<[string, object, string]>([
    ['a list for an object', { definition: [] }, 'definition'],
    ['an object for a list', { tests: {} }, 'tests'],
    ['too deep', { display: { a: deep(40) } }, 'display'],
    ['too large', { definition: { text: 'x'.repeat(MAX_DRAFT_BYTES) } }, 'definition'],
  ])('is refused: %s', (_, change, field) => {
    expect(changedContent(EMPTY_CONTENT, change)).toMatchObject({ ok: false, problems: [{ field }] });
  });
});

describe('checkContent', () => {
  it('makes of a right draft what a version is made of', () => {
    const check = checkContent(content({ exposedFields: [shop], display: { goal: 'Leads' } }), options);
    expect(check).toMatchObject({
      ok: true,
      content: {
        flow: { triggers: [{ nodeId: 'start' }] },
        exposedFields: [{ key: 'shop', required: false }],
        display: { goal: 'Leads', industry: 'General', collects: [] },
        tests: [],
      },
      warnings: [],
    });
  });

  it('tells problems of all parts at once', () => {
    const check = checkContent(
      content({
        definition: greeting(''),
        exposedFields: [{ ...shop, key: '' }],
        display: { goal: 'Money' },
        tests: [{ name: 'x', steps: [] }] as Json[],
      }),
      options,
    );
    const fields = check.ok ? [] : check.problems.map((problem) => fieldProblemOf(problem).field);
    expect(fields).toEqual(['nodes.a.data.text', 'exposedFields.0.key', 'display.goal', 'tests.0.steps']);
  });

  it('refuses a field whose place is not there, or whose default does not fit there', () => {
    const sources = [
      { ...shop, source: { nodeId: 'gone', path: 'text' } },
      { ...shop, key: 'b', defaultValue: 'x'.repeat(30), source: { nodeId: 'a', path: 'buttons.0.title' } },
    ];
    const check = checkContent(content({ exposedFields: sources }), options);
    const paths = check.ok ? [] : check.problems.map(({ path }) => path);
    expect(paths).toEqual(['exposedFields.0.source.nodeId', 'exposedFields.1.source']);
  });

  it('warns of values that no field gives', () => {
    const warned = (fields: Json[]) =>
      checkContent(content({ definition: greeting('At {{ config.shop }}'), exposedFields: fields }), options).warnings;
    const unknown = expect.objectContaining({ code: 'unknown_reference', nodeId: 'a', path: 'data.text' });
    expect(warned([])).toContainEqual(unknown);
    expect(warned([shop])).not.toContainEqual(unknown);
  });
});

describe('diffContent', () => {
  it('finds nothing between a draft and itself, wherever its nodes stand', () => {
    const moved = content();
    const nodes = (moved.definition['nodes'] as JsonObject[]).map((one) => ({ ...one, position: { x: 9, y: 9 } }));
    const after = { ...moved, definition: { ...moved.definition, nodes } };
    expect(diffContent(content(), after)).toMatchObject({ isEmpty: true, nodes: { changed: [] } });
  });

  it('tells what was added, removed and changed, with paths', () => {
    const before = content({ exposedFields: [shop], tests: [{ name: 'one' }] });
    const after = content({
      definition: {
        ...(flow([node('start', 'trigger', keywords('hi', 'hey')), node('b', 'end')], ['start -> b']) as object),
        settings: { sessionHours: 4 },
      },
      exposedFields: [{ ...shop, required: true }],
      display: { icon: 'hand' },
    });
    expect(diffContent(before, after)).toEqual({
      isEmpty: false,
      nodes: {
        added: ['b'],
        removed: ['a'],
        changed: [{ id: 'start', changes: [{ path: 'data.match.keywords.1', after: 'hey' }] }],
      },
      edges: { added: ['start -> b'], removed: ['start -> a'], changed: [] },
      exposedFields: {
        added: [],
        removed: [],
        changed: [{ id: 'shop', changes: [{ path: 'required', after: true }] }],
      },
      tests: { added: [], removed: ['one'], changed: [] },
      settings: [{ path: 'sessionHours', after: 4 }],
      display: [{ path: 'icon', after: 'hand' }],
    });
  });

  it('takes content of any shape', () => {
    const odd = {
      ...EMPTY_CONTENT,
      definition: { nodes: ['x', null, { id: 5 }, { id: 'a' }, { id: 'a' }], edges: 'no' },
    };
    expect(diffContent(odd, content()).nodes).toEqual({
      added: ['start'],
      removed: ['#0', '#1', '#2', '#4'],
      changed: [{ id: 'a', changes: expect.any(Array) }],
    });
  });
});

describe('a flow as a file', () => {
  it('comes back as it went', () => {
    const flow = { name: 'Greeting', description: 'Says hello', content: content({ exposedFields: [shop] }) };
    expect(parseFile(JSON.parse(JSON.stringify(fileOf(flow))))).toEqual({ ok: true, ...flow });
  });

  const good = fileOf({ name: 'x', description: '', content: EMPTY_CONTENT });
  it.each<[string, unknown, string, RegExp]>([
    ['something else', [], 'file', /object/],
    ['another format', { ...good, format: 'other' }, 'format', /parley-flow/],
    ['a newer version', { ...good, formatVersion: 2 }, 'formatVersion', /another version/],
    ['no name', { ...good, name: ' ' }, 'name', /./],
    ['an unknown part', { ...good, secret: 1 }, 'secret', /not a known field/],
    ['no definition', { ...good, definition: undefined }, 'definition', /required/],
    ['a definition that is none', { ...good, definition: 'x' }, 'definition', /object/],
  ])('is refused when it is %s', (_, file, field, rule) => {
    expect(parseFile(file)).toEqual({ ok: false, problems: [{ field, rule: expect.stringMatching(rule) }] });
  });
});

describe('what a flow names', () => {
  it('of other templates, in whatever a draft holds', () => {
    const nodes = [node('a', 'sub_flow', { templateId: 't1' }), node('b', 'sub_flow', { templateId: 't1' }), null, 5];
    expect(subFlowsOf({ nodes })).toEqual(['t1']);
    expect([subFlowsOf(null), subFlowsOf({ nodes: {} }), subFlowsOf('x')]).toEqual([[], [], []]);
  });

  it('of intents, at its triggers', () => {
    const definition = flow(
      [
        node('start', 'trigger', { match: { mode: 'intent', intents: ['human', 'delivery'] } }),
        node('again', 'trigger', { match: { mode: 'intent', intents: ['human'] } }),
        node('a', 'send_message', { text: 'Hello' }),
      ],
      ['start -> a', 'again -> a'],
    ) as unknown as JsonObject;
    const check = checkContent(content({ definition }), options);
    expect(check.ok && namedIntents(check.content.flow)).toEqual(['delivery', 'human']);
  });
});

function deep(levels: number): Json {
  return levels === 0 ? 1 : [deep(levels - 1)];
}
