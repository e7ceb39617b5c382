import type { Migration } from '../src/shared/database';

/** What contacts have at all is found among their terms, as it is when they change. */
const STATED: readonly [filter: Record<string, unknown>, term: string][] = [
  [{ email: { $exists: true } }, '@email'],
  [{ phone: { $exists: true } }, '@phone'],
  [{ marketingConsent: 'granted' }, '@consent=granted'],
  [{ marketingConsent: 'withdrawn' }, '@consent=withdrawn'],
  [{ source: 'member' }, '@source=member'],
  [{ source: 'import' }, '@source=import'],
];

/** Terms by which contacts are found who have an address, a number, a consent or a source. What undone merges knew is forgotten. */
export const contactTerms: Migration = {
  id: '0017-contact-terms',
  async up(database) {
    const contacts = database.collection('contacts');
    for (const [filter, term] of STATED) await contacts.updateMany(filter, { $addToSet: { fieldTerms: term } });
    const settled = { status: 'undone', settleAt: { $exists: false } };
    await database.collection('contactMerges').updateMany(settled, { $unset: { loser: 1, before: 1, merged: 1 } });
  },
};
