import { isLimitOfUse, mayBeForButtons, sendTroubleOf } from './send-trouble';

describe('sendTroubleOf', () => {
  it.each([
    ['10/2534022', /too long ago/],
    ['551/1545041', /cannot deliver/],
    ['551', /cannot deliver/],
    ['100/2534025', /private reply/],
    ['100/2018008', /fetch/],
    ['100/2018109', /does not fit/],
    ['10/2018300', /controls this conversation/],
    ['100/7', /does not accept the content/],
    ['613/2018338', /writes too much/],
    ['613/1996', /used up/],
  ])('says of %s what happened', (code, words) => {
    expect(sendTroubleOf(code, 'as Meta says')).toMatchObject({ message: expect.stringMatching(words) as string });
  });

  it('passes Meta’s own words on for a code that nobody knows', () => {
    expect(sendTroubleOf('12345/6', 'as Meta says')).toEqual({ message: 'as Meta says' });
  });

  it('takes no code for the beginning of another', () => {
    expect(sendTroubleOf('1000', 'as Meta says')).toEqual({ message: 'as Meta says' });
  });
});

it.each([
  ['100', true],
  ['100/2534015', true],
  ['100/2534025', false],
  ['10/2534022', false],
])('mayBeForButtons %s: %s', (code, expected) => {
  expect(mayBeForButtons(code)).toBe(expected);
});

it.each([
  ['613', true],
  ['613/1996', true],
  ['6130', false],
  ['4', false],
])('isLimitOfUse %s: %s', (code, expected) => {
  expect(isLimitOfUse(code)).toBe(expected);
});
