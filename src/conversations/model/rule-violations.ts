import type { RuleName } from './rules';
import type { ScenarioName } from './scenarios';

export interface RuleViolation {
  /** The scenario that goes wrong without the rule. */
  readonly scenario: ScenarioName;
  readonly violation: string;
}

const SENT_TWICE = 'a message is sent twice';
const APPLIED_TWICE = 'an event is applied twice';
const TAKEN_FOR_FOREIGN = 'an own echo is taken for a foreign one';
const OUTBOX_STUCK = 'the outbox is stuck';
const NEVER_APPLIED = 'an event is done but was never applied';
const STAYS_PENDING = 'an event stays pending for ever';
const INNOCENT_PARKED = 'an innocent event is parked';

/** Why each rule is there: what the checker finds first when it alone is switched off. */
export const RULE_VIOLATIONS: Readonly<Record<RuleName, RuleViolation>> = {
  commitOnFence: { scenario: 'twoMessagesAndCrash', violation: APPLIED_TWICE },
  commitOnTurnVersion: { scenario: 'holdWhileSending', violation: 'a send is claimed under a hold' },
  commitAppendsToOutbox: { scenario: 'twoMessages', violation: SENT_TWICE },
  doneOnlyAfterBoth: { scenario: 'oneReply', violation: NEVER_APPLIED },
  releaseOnFence: { scenario: 'oneReply', violation: "another worker's turn is ended" },
  turnWaitsForOutboxRoom: { scenario: 'smallOutbox', violation: 'an effect is lost' },
  consumedEventIsMarkedDone: { scenario: 'oneReply', violation: STAYS_PENDING },
  consumedEventRepeatsItsInsert: { scenario: 'oneReply', violation: 'a Message row is never written' },
  ringKeepsReturnedIds: { scenario: 'twoMessagesAndCrash', violation: APPLIED_TWICE },
  ringKeepsIdsWhenFindIsFull: { scenario: 'smallFind', violation: APPLIED_TWICE },
  fullRingTakesFewerEvents: { scenario: 'smallRing', violation: APPLIED_TWICE },
  findOlderThanACommitIsDiscarded: { scenario: 'twoMessagesAndCrash', violation: APPLIED_TWICE },
  turnsBegunAreCounted: { scenario: 'poisonedMessage', violation: STAYS_PENDING },
  suspectIsTriedAlone: { scenario: 'poisonedMessage', violation: INNOCENT_PARKED },
  cleanReleaseTakesBackAttempt: { scenario: 'poisonedMessageAndEcho', violation: INNOCENT_PARKED },
  parkIsRemembered: { scenario: 'poisonedMessage', violation: NEVER_APPLIED },
  echoUpdateFollowsLease: { scenario: 'oneReply', violation: TAKEN_FOR_FOREIGN },
  echoMatchesOnlySentRows: { scenario: 'foreignEcho', violation: 'a foreign echo did not begin a hold' },
  echoWaitsUntilClaimIsSettled: { scenario: 'failedSend', violation: TAKEN_FOR_FOREIGN },
  echoIgnoresLaterClaims: { scenario: 'foreignEcho', violation: 'a foreign echo waits for one claim after another' },
  foreignCommitOnHead: { scenario: 'oneReply', violation: TAKEN_FOR_FOREIGN },
  parkedSendTakesLateEcho: { scenario: 'parkedSend', violation: TAKEN_FOR_FOREIGN },
  holdCancelsPending: { scenario: 'holdWhileSending', violation: OUTBOX_STUCK },
  claimIsConditional: { scenario: 'twoMessages', violation: SENT_TWICE },
  claimChecksWindow: { scenario: 'windowCloses', violation: 'a send is claimed outside the window' },
  refusedHeadLeaves: { scenario: 'windowCloses', violation: OUTBOX_STUCK },
  deadlineIsCheckedBeforePost: { scenario: 'oneReply', violation: SENT_TWICE },
  pauseIsBounded: { scenario: 'oneReply', violation: SENT_TWICE },
  rowIsWrittenBeforeShift: { scenario: 'oneReply', violation: TAKEN_FOR_FOREIGN },
  resultIsConditionalOnClaim: { scenario: 'twoFailedSends', violation: SENT_TWICE },
  threadIsReadTwice: { scenario: 'failedSend', violation: SENT_TWICE },
  requeueHonoursHold: { scenario: 'holdWhileSending', violation: OUTBOX_STUCK },
  timerEventBeforeRemoval: { scenario: 'timerAndCrash', violation: 'an awaited timer never fires' },
  timerMustBeAwaited: { scenario: 'cancelledTimer', violation: 'a cancelled timer acts' },
};

/** The steered faults that random schedules missed, and the rules without which they strike. */
export const TRAPS: Readonly<Record<string, readonly RuleName[]>> = {
  'late POST by a paused owner': ['deadlineIsCheckedBeforePost', 'pauseIsBounded'],
  'late result over a newer claim': ['resultIsConditionalOnClaim'],
  'commit writing back the outbox it read': ['commitAppendsToOutbox'],
  "own echo outliving the send's result": [
    'echoUpdateFollowsLease',
    'foreignCommitOnHead',
    'echoWaitsUntilClaimIsSettled',
  ],
  'echo seen between Message row and shift': ['rowIsWrittenBeforeShift'],
  'foreign echo whose own row already exists after a crash': ['echoMatchesOnlySentRows'],
  'commit, then crash before the Message insert': ['consumedEventRepeatsItsInsert', 'doneOnlyAfterBoth'],
  'hold while `sending` and the POST never happened': ['requeueHonoursHold'],
  "batch parked for one member's fault": ['suspectIsTriedAlone'],
  'consumed id dropped too early': [
    'ringKeepsReturnedIds',
    'ringKeepsIdsWhenFindIsFull',
    'fullRingTakesFewerEvents',
    'findOlderThanACommitIsDiscarded',
  ],
  'echo of a parked send': ['parkedSendTakesLateEcho'],
  'cancelled timer still delivered': ['timerMustBeAwaited'],
};
