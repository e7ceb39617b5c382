import { workerOf } from './conversation-document';
import {
  checkDeadline,
  claim,
  noteRefusal,
  noteUnknown,
  post,
  seePendingHead,
  shiftOutbox,
  writeRow,
} from './send-attempt';
import { noteAbsent, recoverHead } from './send-recovery';
import { At, type State } from './state';
import { insertTimerEvent, removeTimer, seeDueTimer } from './timer';
import { countAttempt, leaseAndFind, ring } from './turn-begin';
import { commitAndInsert, park } from './turn-commit';
import { matchEchoes, shiftAdopted } from './turn-echoes';
import { markDone, release } from './turn-end';
import type { StateMove, World } from './world';

type Steps = (state: State, index: number, world: World) => StateMove[];

const STEPS: Readonly<Record<At, Steps>> = {
  [At.Idle]: idle,
  [At.LeaseAndFind]: leaseAndFind,
  [At.CountAttempt]: countAttempt,
  [At.Park]: park,
  [At.MatchEchoes]: matchEchoes,
  [At.ShiftAdopted]: shiftAdopted,
  [At.Commit]: commitAndInsert,
  [At.MarkDone]: markDone,
  [At.Release]: release,
  [At.Claim]: claim,
  [At.CheckDeadline]: checkDeadline,
  [At.Post]: post,
  [At.WriteRow]: writeRow,
  [At.ShiftOutbox]: shiftOutbox,
  [At.NoteUnknown]: noteUnknown,
  [At.NoteRefusal]: noteRefusal,
  [At.NoteAbsent]: noteAbsent,
  [At.InsertTimerEvent]: insertTimerEvent,
  [At.RemoveTimer]: removeTimer,
};

/** The commands this worker may send next. */
export function workerMoves(state: State, index: number, world: World): StateMove[] {
  return STEPS[workerOf(state, index).at](state, index, world);
}

function idle(state: State, index: number, world: World): StateMove[] {
  return [
    ...ring(state, index),
    ...seePendingHead(state, index, world),
    ...recoverHead(state, index, world),
    ...seeDueTimer(state, index, world),
  ];
}
