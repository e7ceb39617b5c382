import { DomainError } from '../../kernel';
import { problemOf } from './problem';

describe('problemOf', () => {
  it('tells the facts of a refusal beside its words', () => {
    const error = new DomainError('PLAN.LIMIT_REACHED', 'rate-limited', 'No more.', { facts: { used: 3, limit: 3 } });
    expect(problemOf(error, 'corr-0001')).toEqual({
      type: 'urn:parley:problem:PLAN.LIMIT_REACHED',
      title: 'Too Many Requests',
      status: 429,
      code: 'PLAN.LIMIT_REACHED',
      detail: 'No more.',
      correlationId: 'corr-0001',
      used: 3,
      limit: 3,
    });
  });

  it('lets no fact take the place of a word of the standard, and tells none of a fault', () => {
    const facts = { status: 200, code: 'OK' };
    expect(problemOf(new DomainError('X.Y', 'conflict', 'No.', { facts }), 'c')).toMatchObject({
      status: 409,
      code: 'X.Y',
    });
    expect(problemOf(new DomainError('X.Y', 'internal', 'No.', { facts: { secret: 1 } }), 'c')).not.toHaveProperty(
      'secret',
    );
  });
});
