import { longestText } from './longest-text';
import { parseTemplate } from './template';

const AT_MOST = { bytes: 20, characters: 10 };
const NO_VALUES = { bytes: 0, characters: 0 };

function lengthOf(source: string, valueSize = AT_MOST) {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw new Error(parsed.reason);
  return longestText(parsed.template, () => valueSize);
}

describe('longestText', () => {
  it.each([
    ['für', { bytes: 4, characters: 3 }, { bytes: 4, characters: 3 }],
    ['a {{ vars.x }}', { bytes: 2, characters: 2 }, { bytes: 22, characters: 12 }],
    ['{{ vars.x | default: "twelve signs" }}', NO_VALUES, { bytes: 20, characters: 12 }],
    ['{{ vars.x | upcase | truncate: 3 }}', NO_VALUES, { bytes: 12, characters: 3 }],
    ['{{ vars.x | append: vars.y | append: "12" }}', NO_VALUES, { bytes: 42, characters: 22 }],
    ['{{ vars.x | size }}', NO_VALUES, { bytes: 25, characters: 25 }],
    ['{{ vars.x | json }}', NO_VALUES, { bytes: Infinity, characters: Infinity }],
    [
      '{% if vars.x %}four{% elsif vars.y %}sixsix{% else %}{{ vars.z }}{% endif %}!',
      { bytes: 7, characters: 7 },
      { bytes: 21, characters: 11 },
    ],
    [
      '{% case vars.x %}{% when 1 %}one{% else %}other{% endcase %}',
      { bytes: 5, characters: 5 },
      { bytes: 5, characters: 5 },
    ],
  ])('%s', (source, literal, longest) => {
    expect(lengthOf(source, NO_VALUES)).toEqual(literal);
    expect(lengthOf(source)).toEqual(longest);
  });
});
