import type { User } from './user';

/** Reserved by RFC 2606, so that nobody can have an address there. */
const NOWHERE = '@provisional.invalid';

/** Takes the place of the address of a user who has none yet. */
export const placeholderEmail = (userId: string): string => `${userId}${NOWHERE}`;

export const isPlaceholder = (email: string): boolean => email.endsWith(NOWHERE);

/** As people see it: empty while there is none. */
export const shownEmail = ({ email }: Pick<User, 'email'>): string => (isPlaceholder(email) ? '' : email);
