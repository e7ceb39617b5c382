import { type LoginCallback, readCallback } from './login-callback';

describe('how Instagram sends a person back', () => {
  it.each<[string, Record<string, unknown>, LoginCallback]>([
    ['with a code', { code: 'c', state: 's' }, { kind: 'code', state: 's', code: 'c' }],
    ['with its fragment', { code: 'c#_', state: 's' }, { kind: 'code', state: 's', code: 'c' }],
    ['with something new', { code: 'c', state: 's', news: '1' }, { kind: 'code', state: 's', code: 'c' }],
    ['refused', { error: 'access_denied', error_reason: 'user_denied', state: 's' }, { kind: 'denied', state: 's' }],
    ['without a state', { code: 'c' }, { kind: 'malformed' }],
    ['refused without a state', { error: 'access_denied' }, { kind: 'malformed' }],
    ['without a code', { state: 's' }, { kind: 'malformed' }],
    ['with two states', { code: 'c', state: ['s', 't'] }, { kind: 'malformed' }],
    ['with an object', { code: { $ne: '' }, state: 's' }, { kind: 'malformed' }],
    ['with far too much', { code: 'c', state: 's'.repeat(3_000) }, { kind: 'malformed' }],
  ])('%s', (_, query, callback) => {
    expect(readCallback(query)).toEqual(callback);
  });
});
