import { flowJsonSchema } from './flow-json-schema';

describe('flowJsonSchema', () => {
  it('describes each kind of node, with what an author may leave out', () => {
    const schema = JSON.parse(JSON.stringify(flowJsonSchema())) as {
      $schema: string;
      properties: {
        nodes: { items: { oneOf: { properties: { type: { const: string }; data: { required?: string[] } } }[] } };
      };
    };
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    const kinds = schema.properties.nodes.items.oneOf.map(({ properties }) => properties.type.const);
    expect(kinds).toEqual(
      expect.arrayContaining(['trigger', 'send_message', 'router', 'jump', 'sub_flow', 'handoff', 'end']),
    );
    const trigger = schema.properties.nodes.items.oneOf.find(({ properties }) => properties.type.const === 'trigger');
    expect(trigger?.properties.data.required ?? []).toEqual([]);
  });

  it('is the same each time', () => {
    expect(flowJsonSchema()).toEqual(flowJsonSchema());
  });
});
