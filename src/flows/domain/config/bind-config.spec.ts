import { compiled, flow, keywords, node } from '../../../../test/support/flow-fixtures';
import { bindConfig } from './bind-config';
import { exposedFieldSchema, type ExposedFieldInput } from './exposed-field';

const FLOW = compiled(
  flow(
    [
      node('start', 'trigger', keywords('Hi')),
      node('hello', 'send_message', {
        text: 'Welcome to {{ config.shop }}!',
        buttons: [{ id: 'more', title: 'More' }],
      }),
      node('done', 'end'),
    ],
    ['start -> hello', 'hello.more -> done'],
  ),
);

const field = (input: Partial<ExposedFieldInput>) =>
  exposedFieldSchema.parse({ key: 'it', label: 'It', type: 'string', ...input });
const into = (nodeId: string, path: string, more: Partial<ExposedFieldInput> = {}) =>
  field({ source: { nodeId, path }, ...more });

const nodeOf = (bound: ReturnType<typeof bindConfig>, id: string) => (bound.ok ? bound.flow.nodes[id] : undefined);

describe('bindConfig', () => {
  it('is the flow itself where no value has a place in it, with values over defaults', () => {
    const bound = bindConfig(FLOW, [field({ key: 'shop', defaultValue: 'us' }), field({ key: 'b' })], { b: 'x' });
    expect(bound).toEqual({ ok: true, flow: FLOW, config: { shop: 'us', b: 'x' } });
    expect(bound.ok && bound.flow).toBe(FLOW);
  });

  it('writes a value to its place, and leaves the version as it was', () => {
    const before = JSON.stringify(FLOW);
    const bound = bindConfig(FLOW, [into('hello', 'buttons.0.title')], { it: 'Tell me' });
    expect(nodeOf(bound, 'hello')).toMatchObject({
      data: { buttons: [{ id: 'more', title: 'Tell me' }] },
      next: { more: 'done' },
    });
    expect(bound.ok && bound.flow.hash).not.toBe(FLOW.hash);
    expect(JSON.stringify(FLOW)).toBe(before);
  });

  it('writes a default, and nothing where there is neither', () => {
    expect(nodeOf(bindConfig(FLOW, [into('hello', 'text', { defaultValue: 'Hey' })], {}), 'hello')).toMatchObject({
      data: { text: 'Hey' },
    });
    expect(bindConfig(FLOW, [into('hello', 'text')], {})).toMatchObject({ ok: true, flow: FLOW });
  });

  it('changes what starts the flow', () => {
    const words = into('start', 'match.keywords', { type: 'json' });
    const bound = bindConfig(FLOW, [words], { it: ['HELLO', 'Hola'] });
    expect(bound.ok && bound.flow.triggers).toMatchObject([
      { nodeId: 'start', match: { keywords: ['hello', 'hola'] } },
    ]);
  });

  it('notices that a value reads more of the contact', () => {
    const bound = bindConfig(FLOW, [into('hello', 'text')], { it: 'Hi {{ contact.email | default: "you" }}' });
    expect([FLOW.reads.contact, bound.ok && bound.flow.reads.contact]).toEqual([false, true]);
  });

  it.each<[string, Partial<ExposedFieldInput>, unknown, RegExp]>([
    ['breaks a rule of its field', { type: 'number' }, 'x', /must be a number/],
    ['belongs to no node', { source: { nodeId: 'gone', path: 'text' } }, 'x', /node that the flow does not have/],
    ['leads through a text', { source: { nodeId: 'hello', path: 'text.inner' } }, 'x', /has no place at text.inner/],
    ['leaves a gap in a list', { source: { nodeId: 'hello', path: 'buttons.5.title' } }, 'x', /has no place/],
    ['is no setting of the node', { source: { nodeId: 'hello', path: 'colour' } }, 'x', /colour/],
    ['is refused by the compiler', { source: { nodeId: 'hello', path: 'text' } }, '{{ vars.nothing }}', /nothing/],
    ['is no template', { source: { nodeId: 'hello', path: 'text' } }, '{{ broken', /./],
    ['changes the exits of its node', { source: { nodeId: 'hello', path: 'buttons.0.id' } }, 'other', /exits/],
  ])('refuses a value that %s', (_, input, value, rule) => {
    const bound = bindConfig(FLOW, [field(input)], { it: value as string });
    expect(bound).toEqual({ ok: false, problems: [{ field: 'config.it', rule: expect.stringMatching(rule) }] });
  });

  it('leaves values out that no field names', () => {
    expect(bindConfig(FLOW, [], { old: 'x' })).toEqual({ ok: true, flow: FLOW, config: {} });
  });
});
