import { DomainError } from '../shared/kernel';

export const accountTaken = () =>
  new DomainError(
    'ACCOUNT.TAKEN',
    'conflict',
    'This Instagram account is connected already, here or in another workspace.',
  );
