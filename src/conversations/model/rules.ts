/** The protocol rules, each a switch: on = as designed; off = the plausible code that forgets it. */
export interface Rules {
  readonly commitOnFence: boolean;
  readonly commitOnTurnVersion: boolean;
  readonly commitAppendsToOutbox: boolean;
  readonly doneOnlyAfterBoth: boolean;
  readonly releaseOnFence: boolean;
  readonly turnWaitsForOutboxRoom: boolean;
  readonly consumedEventIsMarkedDone: boolean;
  readonly consumedEventRepeatsItsInsert: boolean;
  readonly ringKeepsReturnedIds: boolean;
  readonly ringKeepsIdsWhenFindIsFull: boolean;
  readonly fullRingTakesFewerEvents: boolean;
  readonly findOlderThanACommitIsDiscarded: boolean;
  readonly turnsBegunAreCounted: boolean;
  readonly suspectIsTriedAlone: boolean;
  readonly cleanReleaseTakesBackAttempt: boolean;
  readonly parkIsRemembered: boolean;
  readonly echoUpdateFollowsLease: boolean;
  readonly echoMatchesOnlySentRows: boolean;
  readonly echoWaitsUntilClaimIsSettled: boolean;
  readonly echoIgnoresLaterClaims: boolean;
  readonly foreignCommitOnHead: boolean;
  readonly parkedSendTakesLateEcho: boolean;
  readonly holdCancelsPending: boolean;
  readonly claimIsConditional: boolean;
  readonly claimChecksWindow: boolean;
  readonly refusedHeadLeaves: boolean;
  readonly deadlineIsCheckedBeforePost: boolean;
  readonly pauseIsBounded: boolean;
  readonly rowIsWrittenBeforeShift: boolean;
  readonly resultIsConditionalOnClaim: boolean;
  readonly threadIsReadTwice: boolean;
  readonly requeueHonoursHold: boolean;
  readonly timerEventBeforeRemoval: boolean;
  readonly timerMustBeAwaited: boolean;
}

export type RuleName = keyof Rules;

/** What each rule says, with the step of "One message's way" it stands for. */
export const RULE_TEXTS: Readonly<Record<RuleName, string>> = {
  commitOnFence: 'A commit needs the fence of its lease; a worker that lost it stops, for its find is old. (5, Commit)',
  commitOnTurnVersion: 'A commit needs the turnVersion it read; a hold raises it. (5, Commit)',
  commitAppendsToOutbox:
    'A commit appends to the outbox as it is now, never writing back the array it read. (5, Commit)',
  doneOnlyAfterBoth: 'Events are marked done only after both the commit and the Message inserts. (5, Commit)',
  releaseOnFence: 'A turn without a commit releases the lease only on its own fence. (5, Commit)',
  turnWaitsForOutboxRoom: 'Effects that do not fit the outbox make the turn take fewer events or wait. (5, Commit)',
  consumedEventIsMarkedDone: 'A consumed event met again is marked done. (3, Turn)',
  consumedEventRepeatsItsInsert: 'A consumed event met again first repeats its Message insert. (3, Turn)',
  ringKeepsReturnedIds: "An id that this turn's find returned stays in the ring. (3, Turn)",
  ringKeepsIdsWhenFindIsFull: 'No id leaves the ring on the word of a full find. (3, Turn)',
  fullRingTakesFewerEvents: 'A full ring makes the turn take fewer events. (3, Turn)',
  findOlderThanACommitIsDiscarded:
    'A find is discarded if any commit landed between it and the lease; off = the ages of 10 s and 60 s. (3, Turn)',
  turnsBegunAreCounted: 'The lease counts turns begun since the last commit or clean release. (3, Poison)',
  suspectIsTriedAlone: 'From the second try a turn takes one event alone and counts an attempt on it only. (3, Poison)',
  cleanReleaseTakesBackAttempt:
    'A turn that ends cleanly without a commit (its echo waits, the outbox is full) takes back the attempt. (3, Poison)',
  parkIsRemembered: 'The ring says of a parked id that it was parked, so that it is never marked done. (3, Poison)',
  echoUpdateFollowsLease: 'The update by mid is sent after the lease has answered. (8, Echo)',
  echoMatchesOnlySentRows: 'An echo matches only among rows that a send wrote. (8, Echo)',
  echoWaitsUntilClaimIsSettled: 'An unmatched echo waits until the claim is settled, with no fixed limit. (8, Echo)',
  echoIgnoresLaterClaims: 'An echo waits only for a claim made before it arrived. (8, Echo)',
  foreignCommitOnHead: 'The commit of a foreign echo needs the outbox head it read: id, status and claim. (8, Echo)',
  parkedSendTakesLateEcho: 'A late echo with the content of a parked send settles that send. (7, Unknown)',
  holdCancelsPending: "A new hold cancels the bot's pending effects. (6, Send)",
  claimIsConditional: 'A claim needs the head it read, still pending, and no hold. (6, Send)',
  claimChecksWindow: 'A claim needs an open window: it closes by time alone, without a write. (6, Send)',
  refusedHeadLeaves: 'A head that can never be claimed again (window closed) leaves the outbox. (6, Send)',
  deadlineIsCheckedBeforePost: 'No POST starts after the deadline of its claim. (6, Send)',
  pauseIsBounded: 'No pause between deadline check and socket outlasts the second thread read. (6, SEND_PAUSE_BOUND)',
  rowIsWrittenBeforeShift: 'The Message row takes its mid before the outbox shift. (6, Send)',
  resultIsConditionalOnClaim: 'Every write about a send needs the head id and the claim id. (6, Send)',
  threadIsReadTwice: 'Only a second absent read, 30 s later, proves that nothing was sent. (7, Unknown)',
  requeueHonoursHold:
    "A send that goes back to pending is cancelled if it is the bot's and a hold has begun. (7, Unknown)",
  timerEventBeforeRemoval: 'A due timer becomes an event first and is removed second. (9, Timers)',
  timerMustBeAwaited: 'A timer event is ignored unless the state awaits that id. (9, Timers)',
};

export const RULE_NAMES = Object.keys(RULE_TEXTS) as RuleName[];

export const ALL_RULES: Rules = Object.fromEntries(RULE_NAMES.map((name) => [name, true])) as unknown as Rules;

export function allRulesBut(name: RuleName): Rules {
  return { ...ALL_RULES, [name]: false };
}
