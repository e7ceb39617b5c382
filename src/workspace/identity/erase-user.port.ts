import type { UserId } from '../../shared/kernel';

/** Contributed, any number: what must happen elsewhere when a user deletes their account. */
export abstract class EraseUser {
  /** Called in the transaction that deletes the user; it only notes what is to be erased. */
  abstract begin(userId: UserId, at: Date): Promise<void>;
}
