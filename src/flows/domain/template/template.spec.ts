import fc from 'fast-check';
import type { Scope } from './reference';
import { parseTemplate, renderTemplate } from './template';

const SCOPE: Scope = {
  vars: { size: 42, empty: '', no: false, order: { city: 'Rome' }, list: [1, 2], tricky: '{{ vars.size }}' },
  contact: { name: 'Ann' },
  message: { text: 'hello' },
  config: { shop: 'Shoes & Co' },
};

describe('renderTemplate', () => {
  it.each([
    ['no values', 'no values'],
    ['Hi {{ contact.name }}!', 'Hi Ann!'],
    ['{{contact.name}}{{vars.size}}', 'Ann42'],
    ['{{ contact.username | default: "there" }}', 'there'],
    ["{{ vars.empty | default: 'nothing' }}", 'nothing'],
    ['{{ contact.name | default: "there" }}', 'Ann'],
    ['{{ vars.no }}', 'false'],
    ['{{ vars.order.city }} {{ vars.order }}', 'Rome {"city":"Rome"}'],
    ['{{ vars.list }}', '[1,2]'],
    ['{{ vars.missing }}', ''],
    ['{{ vars.size.deeper }}', ''],
    ['{{ config.shop }}: {{ message.text }}', 'Shoes & Co: hello'],
    ['a value is not read again: {{ vars.tricky }}', 'a value is not read again: {{ vars.size }}'],
  ])('%s', (template, expected) => {
    expect(renderTemplate(template, SCOPE)).toBe(expected);
  });

  it.each(['vars.constructor', 'vars.toString', 'vars.order.constructor.name', 'contact.hasOwnProperty'])(
    'does not reach %s, which is no own property',
    (path) => {
      expect(renderTemplate(`[{{ ${path} }}]`, SCOPE)).toBe('[]');
    },
  );
});

describe('parseTemplate', () => {
  it.each([
    '{{ size }}',
    '{{ process.env }}',
    '{{ vars }}',
    '{{ vars.__proto__ }}',
    '{{ vars.a-b }}',
    '{{ vars.a | upper }}',
    '{{ vars.a | default: none }}',
    '{{ vars.a() }}',
    '{{ }}',
    '{{ vars.a',
    'vars.a }}',
  ])('refuses %s', (template) => {
    expect(parseTemplate(template).ok).toBe(false);
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
    const pieces = fc.constantFrom('{{', '}}', '|', 'default:', '"', "'", 'vars.', 'a', ' ', '.', '{', '__proto__');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 15 }), (parts) => {
        expect(() => renderTemplate(parts.join(''), SCOPE)).not.toThrow();
      }),
    );
  });
});
