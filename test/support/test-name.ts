import { randomBytes } from 'node:crypto';

/** A name that nobody else uses: of a database, a key prefix, a person. */
export const newTestName = (): string => `test_${randomBytes(6).toString('hex')}`;
