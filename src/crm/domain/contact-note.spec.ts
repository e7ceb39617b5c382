import type { ContactId, UserId, WorkspaceId } from '../../shared/kernel';
import { type ContactNote, editedNote, mentionsOf, newlyMentioned, NOTE_EDITS_MAX } from './contact-note';

const AT = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-02T00:00:00Z');
const [ann, bob, cem] = ['ann', 'bob', 'cem'] as UserId[] as [UserId, UserId, UserId];

const note: ContactNote = {
  id: 'n1',
  workspaceId: 'w1' as WorkspaceId,
  contactId: 'c1' as ContactId,
  text: 'one',
  origin: 'member',
  authorId: ann,
  mentions: [bob],
  createdAt: AT,
};

describe('a note that is changed', () => {
  it('keeps what it said, and when that was replaced', () => {
    const edited = editedNote(note, { text: 'two' }, LATER);
    expect(edited).toEqual({
      ...note,
      text: 'two',
      editedAt: LATER,
      edits: [{ text: 'one', replacedAt: LATER }],
    });
  });

  it('keeps nothing new when its text stays', () => {
    expect(editedNote(note, { text: 'one', mentions: [cem] }, LATER)).toEqual({ ...note, mentions: [cem] });
  });

  it('keeps the newest texts', () => {
    let edited = note;
    for (let n = 0; n < NOTE_EDITS_MAX + 5; n += 1) edited = editedNote(edited, { text: `text ${n}` }, LATER);
    expect(edited.edits).toHaveLength(NOTE_EDITS_MAX);
    expect(edited.edits?.at(-1)?.text).toBe(`text ${NOTE_EDITS_MAX + 3}`);
  });
});

describe('whom a note names', () => {
  it.each<[string, UserId[] | undefined, UserId[] | undefined, UserId | undefined, UserId[]]>([
    ['is told', undefined, [bob, cem], ann, [bob, cem]],
    ['is told once', [bob], [bob, cem], ann, [cem]],
    ['is not told of their own note', undefined, [ann, bob], ann, [bob]],
    ['is nobody', [bob], undefined, ann, []],
  ])('%s', (_, before, after, by, expected) => {
    expect(newlyMentioned(before, after, by)).toEqual(expected);
  });

  it('is named once', () => {
    expect(mentionsOf(['bob', 'ann', 'bob'])).toEqual(['bob', 'ann']);
    expect(mentionsOf(undefined)).toEqual([]);
  });
});
