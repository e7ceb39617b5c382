import fc from 'fast-check';
import { flowScope } from '../../../../test/support/flow-fixtures';
import { TEXTS } from './language';
import { parseTemplate, renderTemplate } from './template';

const SCOPE = flowScope({
  vars: {
    size: 42,
    empty: '',
    no: false,
    order: { city: 'Rome' },
    list: [1, 2],
    shoes: '👟👟👟',
    tricky: '{{ vars.size }} {% if %}',
  },
  contact: { name: 'Ann', tags: ['vip', 'new'] },
  message: { text: 'hello' },
  config: { shop: 'Shoes & Co' },
});

describe('renderTemplate', () => {
  it.each([
    ['no values', 'no values'],
    ['Hi {{ contact.name }}!', 'Hi Ann!'],
    ['{{contact.name}}{{vars.size}}', 'Ann42'],
    ['{{ contact.username | default: "there" }}', 'there'],
    ["{{ vars.empty | default: 'nothing' }}", 'nothing'],
    ['{{ contact.name | default: "there" }}', 'Ann'],
    ['{{ vars.no | default: "unset" }}', 'false'],
    ['{{ vars.order.city }} {{ vars.order }}', 'Rome {"city":"Rome"}'],
    ['{{ vars.list }} {{ vars.list[1] }} {{ vars.list.size }} {{ vars.list.last }}', '[1,2] 2 2 2'],
    ['{{ vars.missing }}', ''],
    ['{{ vars.size.deeper }}', ''],
    ['{{ config.shop }}: {{ message.text }}', 'Shoes & Co: hello'],
    ['a value is not read again: {{ vars.tricky }}', 'a value is not read again: {{ vars.size }} {% if %}'],
    ['{{ vars.tricky | upcase }}', '{{ VARS.SIZE }} {% IF %}'],
    ['{{ contact.name | upcase | append: "!" }}', 'ANN!'],
    ['{{ vars.size | plus: 1 | times: 2 }}', '86'],
    ['{{ vars.size | divided_by: 0 | default: "?" }}', '?'],
    ['{{ vars.shoes | truncate: 2, "" }}', '👟👟'],
    ['{{ contact.tags | join: ", " }}', 'vip, new'],
    ['{"size":{{ vars.missing | json }},"in":{"name":{{ contact.name | json }}}}', '{"size":null,"in":{"name":"Ann"}}'],
    ['{% if vars.size > 40 and contact.name == "Ann" %}big{% else %}small{% endif %}', 'big'],
    ['{% unless contact.tags contains "vip" %}no{% else %}yes{% endunless %}', 'yes'],
    ['{% case message.text %}{% when "hi", "hello" %}greeting{% else %}other{% endcase %}', 'greeting'],
    ['a {%- if vars.no -%} b {%- endif -%} c', 'ac'],
  ])('%s', (template, expected) => {
    expect(renderTemplate(template, SCOPE)).toBe(expected);
  });

  it('takes no count of properties for a size that was never set', () => {
    const scope = flowScope({ vars: { order: { a: 1 }, text: 'abc' } });
    const source =
      '[{{ vars.size }}][{{ vars.order.size | append: "" }}][{% if vars.size %}x{% endif %}]{{ vars.text.size | plus: 0 }}';
    expect(renderTemplate(source, scope)).toBe('[][][]3');
  });

  it.each(['vars.constructor', 'vars.toString', 'vars.order.constructor.name', 'contact.hasOwnProperty'])(
    'does not reach %s, which is no own property',
    (path) => {
      expect(renderTemplate(`[{{ ${path} }}][{{ ${path} | upcase }}]`, SCOPE)).toBe('[][]');
    },
  );

  it('shows the words alone when the values would make the text explode', () => {
    const explosion = `{{ vars.tricky ${'| replace: "", "xxxxxxxxxx" '.repeat(12)} }}`;
    expect(renderTemplate(`Hello ${explosion}!`, SCOPE)).toBe('Hello !');
  });

  it('gives for values and defaults what Liquid gives', () => {
    const path = fc.constantFrom(
      'vars.size',
      'vars.list',
      'vars.order',
      'vars.no',
      'vars.empty',
      'contact.name',
      'vars.x',
    );
    const fallback = fc.constantFrom('', ' | default: "d"', " | default: 'q\"q'", '|default:""');
    const value = fc.tuple(path, fallback).map(([name, end]) => `{{${name}${end} }}`);
    const text = fc.array(fc.oneof(value, fc.constantFrom('a', ' ', '\n', '{', '}', '"', '👟')), { maxLength: 8 });
    fc.assert(
      fc.property(text, (parts) => {
        const source = parts.join('');
        const parsed = parseTemplate(source);
        fc.pre(parsed.ok && parsed.template.kind === 'plain');
        expect(renderTemplate(source, SCOPE)).toBe(TEXTS.parseAndRenderSync(source, SCOPE));
      }),
    );
  });
});

describe('parseTemplate', () => {
  it.each([
    ['{{ }}', 'invalid value expression: ""'],
    ['{{ vars.a', 'output "{{ vars.a" not closed'],
    ['vars.a }}', 'a "}}" or "%}" has no partner'],
    ['{{ vars.a() }}', 'unexpected token ")", value expected'],
    ['{{ vars.a | upper }}', 'undefined filter: upper'],
    ['{{ vars.a | date: "%Y" }}', 'undefined filter: date'],
    ['{{ vars.a | append }}', 'the filter "append" takes 1 argument'],
    ['{{ vars.a | append: "b", "c" }}', 'the filter "append" takes 1 argument'],
    ['{{ vars.a | default: "b", allow_false: true }}', 'the filter "default" takes no named arguments'],
    ['{{ vars.a vars.b }}', 'two values follow one another without a filter or operator between them'],
    ['{% if vars.a vars.b %}{% endif %}', 'two values follow one another without a filter or operator between them'],
    ['{{ (1..1000000000) }}', 'ranges are not part of the language'],
    ['{% if vars.a %}', 'tag {% if vars.a %} not closed'],
    ['{% for a in vars.list %}{% endfor %}', 'tag "for" not found'],
    ['{% include "secrets" %}', 'tag "include" not found'],
    ['{% assign a = 1 %}', 'tag "assign" not found'],
  ])('refuses %s', (template, reason) => {
    expect(parseTemplate(template)).toEqual({ ok: false, reason });
  });

  it.each([
    ['{{ size }}', [], ['size']],
    ['{{ process.env.HOME }}', [], ['process.env.HOME']],
    ['{{ vars }}', [], ['vars']],
    ['{{ vars.a-b }}', [], ['vars.a-b']],
    ['{{ vars[vars.key] }}', ['vars.key'], ['vars[vars.key]']],
    ['{{ vars.a | default: none }}', ['vars.a'], ['none']],
    [
      '{% if vars.a %}{{ vars["b"].c }}{% elsif message.text %}{{ vars.list[0].d }}{% endif %}',
      ['vars.a', 'message.text', 'vars.b.c', 'vars.list'],
      [],
    ],
  ])('finds what %s reads', (source, references, strangers) => {
    const parsed = parseTemplate(source);
    if (!parsed.ok) throw new Error(parsed.reason);
    const paths = parsed.template.references.map(({ root, path }) => [root, ...path].join('.'));
    expect({ references: paths, strangers: parsed.template.strangers }).toEqual({ references, strangers });
  });

  it('takes any text without braces as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !/[{}]/.test(text)),
        (text) => renderTemplate(text, SCOPE) === text,
      ),
    );
  });

  it('never throws', () => {
    const pieces = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '|',
      'default:',
      '"',
      "'",
      'vars.',
      'a',
      ' ',
      '.',
      '{',
      'if',
      'endif',
      '__proto__',
      '[',
      '5',
      'plus:',
      'case',
      'when',
      '==',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 15 }), (parts) => {
        expect(() => renderTemplate(parts.join(''), SCOPE)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
