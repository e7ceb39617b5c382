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
