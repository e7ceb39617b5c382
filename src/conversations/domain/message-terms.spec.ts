import { messageTerms, termsOfEdits } from './message-terms';

describe('the words that a message is found by', () => {
  it('are those of its last edit alone', () => {
    const edits = [{ text: 'The red bowl' }, { text: 'The blue bowl' }];
    expect(termsOfEdits(edits)).toEqual(messageTerms('The blue bowl'));
    expect(termsOfEdits(edits)).not.toContain('red');
  });

  it.each([[[]], [[{ text: '' }]], [[{ text: 'red' }, { text: '!' }]]])('are none for %j', (edits) => {
    expect(termsOfEdits(edits)).toEqual([]);
  });
});
