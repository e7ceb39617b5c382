import { DomainError } from '../shared/kernel';

export const conversationNotFound = () =>
  new DomainError('CONVERSATION.NOT_FOUND', 'not-found', 'The conversation does not exist.');

export const parkedNotFound = () =>
  new DomainError(
    'PARKED.NOT_FOUND',
    'not-found',
    'There is no such parked event or send; it may have been settled meanwhile.',
  );

export const parkedSettled = () =>
  new DomainError(
    'PARKED.SETTLED',
    'conflict',
    'Somebody, or a late confirmation from Instagram, has settled this already.',
  );

export const contentRefused = (rule: string) =>
  new DomainError('MESSAGE.CONTENT', 'invalid', 'The platform would not take this message.', {
    fields: [{ field: 'text', rule }],
  });

export const messageNotFound = () =>
  new DomainError('MESSAGE.NOT_FOUND', 'not-found', 'There is no such message in this conversation.');

export const messageNotRetryable = () =>
  new DomainError('MESSAGE.NOT_RETRYABLE', 'conflict', 'Only a message that failed or was parked can be sent again.');

export const messageNotCancellable = () =>
  new DomainError(
    'MESSAGE.NOT_CANCELLABLE',
    'conflict',
    'Only a message that still waits to be sent can be cancelled.',
  );

export const commentNotFound = () =>
  new DomainError('COMMENT.NOT_FOUND', 'not-found', 'There is no such comment in this conversation.');

export const windowClosed = (message: string, closedAt: Date | null) =>
  new DomainError('MESSAGE.WINDOW_CLOSED', 'conflict', message, {
    facts: closedAt === null ? {} : { closedAt: closedAt.toISOString() },
  });

export const receivedEventNotFound = () =>
  new DomainError('EVENT.NOT_FOUND', 'not-found', 'Nothing with this id was received, or it is forgotten.');
