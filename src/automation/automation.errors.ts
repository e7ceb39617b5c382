import { DomainError, type FieldProblem, notFound } from '../shared/kernel';

export const automationNotFound = () => notFound('The automation', 'AUTOMATION.NOT_FOUND');

/** With a field for each value that does not fit. */
export const configInvalid = (fields: readonly FieldProblem[]) =>
  new DomainError('AUTOMATION.CONFIG_INVALID', 'invalid', 'The configuration of the automation is not valid.', {
    fields,
  });

export const rangeInvalid = (days: number) =>
  new DomainError('AUTOMATION.RANGE_INVALID', 'invalid', 'Figures are for a span of time.', {
    fields: [{ field: 'from', rule: `must be before "to", by at most ${days} days` }],
  });

export const intentNotFound = () => notFound('The intent', 'AUTOMATION.INTENT_NOT_FOUND');

export const intentTaken = () =>
  new DomainError('AUTOMATION.INTENT_TAKEN', 'conflict', 'There is an intent of this name.');

export const intentInUse = () =>
  new DomainError('AUTOMATION.INTENT_IN_USE', 'conflict', 'A published flow asks for this intent.');

export const intentsFull = (most: number) =>
  new DomainError('AUTOMATION.INTENTS_FULL', 'conflict', `There may be at most ${most} intents.`);

export const sessionNotFound = (): DomainError =>
  new DomainError('AUTOMATION.SESSION_NOT_FOUND', 'not-found', 'There is no such session in this workspace.');

export const sessionOver = (): DomainError =>
  new DomainError('AUTOMATION.SESSION_OVER', 'conflict', 'The session has ended.');

export const conversationHeld = (): DomainError =>
  new DomainError('AUTOMATION.CONVERSATION_HELD', 'conflict', 'A person holds the conversation: end the hold first.');

export const notStartable = (): DomainError =>
  new DomainError('AUTOMATION.NOT_STARTABLE', 'conflict', 'The flow has no trigger that can be started like this.');

export const replayUnavailable = (): DomainError =>
  new DomainError('AUTOMATION.REPLAY_UNAVAILABLE', 'conflict', 'What the session was given is not on record any more.');

export const replyDraftNotFound = () => notFound('The draft', 'AUTOMATION.DRAFT_NOT_FOUND');

interface DecidedDraft {
  status: string;
  sentText?: string;
  decidedBy?: string;
  supersededBy?: string;
}

/** With what became of it: what was sent, and by whom. */
export const replyDraftDecided = (draft: DecidedDraft): DomainError => {
  const { status, sentText, decidedBy, supersededBy } = draft;
  const facts = {
    draftStatus: status,
    ...(sentText === undefined ? {} : { sentText }),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(supersededBy === undefined ? {} : { supersededBy }),
  };
  return new DomainError('AUTOMATION.DRAFT_DECIDED', 'conflict', `The draft is ${status} already.`, { facts });
};

export const nothingToAnswer = (): DomainError =>
  new DomainError('ASSIST.NOTHING_TO_ANSWER', 'conflict', 'The customer has written nothing that could be answered.');

export const messageNotInConversation = (): DomainError =>
  new DomainError(
    'ASSIST.MESSAGE_NOT_FOUND',
    'not-found',
    'The customer has no message of this id among the latest of the conversation.',
  );
