import { lastQuestion } from './last-question';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const theirs = (text: string, second: number) => ({ direction: 'in' as const, text, attachments: [], at: at(second) });
const ours = (text: string, second: number) => ({ ...theirs(text, second), direction: 'out' as const });

it('is all that the customer wrote since the last answer', () => {
  const newest = [theirs('to Spain?', 4), theirs('what is shipping', 3), ours('Hello!', 2), theirs('hi', 1)];
  expect(lastQuestion(newest)).toEqual({ text: 'what is shipping\nto Spain?', from: at(3), upTo: at(4) });
});

it('is the last one also when it was answered', () => {
  expect(lastQuestion([ours('4.90 €', 3), theirs('shipping?', 2)])).toEqual({
    text: 'shipping?',
    from: at(2),
    upTo: at(2),
  });
});

it('hears voice notes, and passes over what says nothing', () => {
  const transcript = { text: 'do you ship?', model: 'm', at: at(2) };
  const voice = { ...theirs('', 2), attachments: [{ type: 'audio', transcript }] };
  expect(lastQuestion([theirs('', 3), voice])?.text).toBe('do you ship?');
});

it('is none where nothing was said', () => {
  expect(lastQuestion([])).toBeNull();
  expect(lastQuestion([ours('Hello!', 1)])).toBeNull();
});
