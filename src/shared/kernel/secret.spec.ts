import { format, inspect } from 'node:util';
import { DomainError, notFound } from './domain-error';
import { Secret } from './secret';

const VALUE = 'IGAA-token';
const secret = new Secret(VALUE);

describe('Secret', () => {
  it('gives its value to whoever asks for it by name', () => {
    expect(secret.reveal()).toBe(VALUE);
  });

  it.each<[string, () => string]>([
    ['String()', () => String(secret)],
    ['JSON', () => JSON.stringify({ token: secret, list: [secret] })],
    ['inspect', () => inspect({ deep: { token: secret } }, { depth: null, showHidden: true })],
    ['a formatted line', () => format('%s %o %j', secret, secret, secret)],
    ['the message of an error', () => new Error(String(secret)).message],
    ['keys and values', () => JSON.stringify(Object.entries(secret))],
    ['a copy', () => JSON.stringify({ ...secret })],
  ])('never prints it: %s', (_, print) => {
    expect(print()).not.toContain(VALUE);
  });

  it('shows that there is one', () => {
    expect(JSON.stringify(secret)).toBe('"[secret]"');
  });
});

describe('DomainError', () => {
  it('has a code, a kind and what may be shown; nothing else by default', () => {
    const error = new DomainError('THING.BROKEN', 'conflict', 'It broke.');
    expect(error).toMatchObject({ name: 'DomainError', code: 'THING.BROKEN', kind: 'conflict', message: 'It broke.' });
    expect([error.fields, error.details, error.cause]).toEqual([[], {}, undefined]);
    expect(error).toBeInstanceOf(Error);
  });

  it('carries the fields that are wrong, details for the log, and the cause', () => {
    const cause = new Error('x');
    const fields = [{ field: 'a.b', rule: 'must be' }];
    const error = new DomainError('X', 'invalid', 'no', { fields, details: { id: 1 }, cause });
    expect([error.fields, error.details, error.cause]).toEqual([fields, { id: 1 }, cause]);
  });

  it('notFound names the thing', () => {
    expect(notFound('The contact', 'CONTACT.NOT_FOUND')).toMatchObject({
      code: 'CONTACT.NOT_FOUND',
      kind: 'not-found',
      message: 'The contact does not exist.',
    });
  });
});
