import { isPlaceholder, placeholderEmail, shownEmail } from './provisional';

describe('the address of a user who has none yet', () => {
  it('is one that nobody can have, and that nobody sees', () => {
    const email = placeholderEmail('0123456789abcdef01234567');
    expect(email).toMatch(/\.invalid$/);
    expect(isPlaceholder(email)).toBe(true);
    expect(shownEmail({ email })).toBe('');
  });

  it.each(['mia@shop.example', 'provisional.invalid@shop.example', 'mia@provisional.invalid.example'])(
    'is none like %s',
    (email) => {
      expect(isPlaceholder(email)).toBe(false);
      expect(shownEmail({ email })).toBe(email);
    },
  );
});
