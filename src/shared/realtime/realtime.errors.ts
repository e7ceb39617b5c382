import { DomainError } from '../kernel';

export const streamsFull = () =>
  new DomainError('STREAM.FULL', 'unavailable', 'Too many streams are open here. Try again shortly.');

export const tooManyStreams = (limit: number) =>
  new DomainError('STREAM.TOO_MANY', 'rate-limited', `You have ${limit} streams open here. Close one first.`, {
    retryAfterSeconds: 5,
  });

export const streamsUnavailable = (cause: unknown) =>
  new DomainError('STREAM.UNAVAILABLE', 'unavailable', 'Nothing can be followed at the moment. Try again shortly.', {
    cause,
  });
