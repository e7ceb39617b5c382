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

export const inboxSortRefused = () =>
  new DomainError('INBOX.SORT', 'invalid', 'This filter has an order of its own, or two of them have.', {
    fields: [
      { field: 'sort', rule: 'must fit waitingMinutes, windowClosingWithin or q, of which one may be asked for' },
    ],
  });

export const assigneeUnknown = () =>
  new DomainError('CONVERSATION.ASSIGNEE', 'invalid', 'Conversations are given to members who may answer.', {
    fields: [{ field: 'assigneeId', rule: 'must be a member who may send messages' }],
  });

export const assignedElsewhere = (assigneeId: string | null) =>
  new DomainError('CONVERSATION.ASSIGNED_ELSEWHERE', 'conflict', 'Somebody else has the conversation by now.', {
    facts: assigneeId === null ? {} : { assigneeId },
  });

export const nobodyToAssign = () =>
  new DomainError('CONVERSATION.NOBODY_FREE', 'conflict', 'No member may be given conversations.');

export const snoozeInThePast = () =>
  new DomainError('CONVERSATION.SNOOZE', 'invalid', 'A conversation sleeps until a time to come.', {
    fields: [{ field: 'until', rule: 'must lie ahead, within a year' }],
  });

export const messageSuperseded = (lastMessageId: string) =>
  new DomainError('MESSAGE.SUPERSEDED', 'conflict', 'Something newer has come since this was written.', {
    facts: { lastMessageId },
  });

export const conversationBlocked = () =>
  new DomainError('CONVERSATION.BLOCKED', 'conflict', 'The person is blocked; nothing is sent to them.');

export const noContactYet = () =>
  new DomainError('CONVERSATION.NO_CONTACT', 'conflict', 'The conversation has no contact that could have tags.');

export const quickAnswerNotFound = () =>
  new DomainError('QUICK_ANSWER.NOT_FOUND', 'not-found', 'There is no such quick answer.');

export const quickAnswerInvalid = (rule: string) =>
  new DomainError('QUICK_ANSWER.INVALID', 'invalid', 'The text cannot be filled in.', {
    fields: [{ field: 'text', rule }],
  });

export const shortcutTaken = () =>
  new DomainError('QUICK_ANSWER.SHORTCUT_TAKEN', 'conflict', 'There is a quick answer with this shortcut.');

export const quickAnswersFull = () =>
  new DomainError('QUICK_ANSWER.FULL', 'conflict', 'There are as many quick answers as are kept.');

export const savedViewNotFound = () => new DomainError('VIEW.NOT_FOUND', 'not-found', 'There is no such view.');

export const savedViewsFull = () => new DomainError('VIEW.FULL', 'conflict', 'There are as many views as are kept.');

export const scheduledNotFound = () =>
  new DomainError('SCHEDULED.NOT_FOUND', 'not-found', 'No such message waits to be sent; it may be on its way.');

export const scheduledFull = () =>
  new DomainError('SCHEDULED.FULL', 'conflict', 'As many messages wait in this conversation as may be written ahead.');

export const scheduledTimeRefused = () =>
  new DomainError('SCHEDULED.TIME', 'invalid', 'A message is written ahead for a time to come.', {
    fields: [{ field: 'sendAt', rule: 'must lie ahead, within the window' }],
  });

export const scheduledKindRefused = () =>
  new DomainError('SCHEDULED.KIND', 'invalid', 'Reactions and answers to comments are given at once.', {
    fields: [{ field: 'kind', rule: 'must not be reaction or private-reply' }],
  });

export const jobNotFound = () => new DomainError('CONVERSATION_JOB.NOT_FOUND', 'not-found', 'There is no such job.');

export const jobEnded = () => new DomainError('CONVERSATION_JOB.ENDED', 'conflict', 'The job has ended already.');

export const jobUnclear = () =>
  new DomainError('CONVERSATION_JOB.SELECTION', 'invalid', 'Either name the conversations or say what they are like.', {
    fields: [{ field: 'conversationIds', rule: 'either this or `filter` is needed' }],
  });
