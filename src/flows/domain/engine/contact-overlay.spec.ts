import type { JsonObject } from '../json';
import { contactWith, overlayAfter } from './contact-overlay';
import type { EffectDraft } from './effect';

const update = (input: JsonObject): EffectDraft => ({ kind: 'task', task: 'update_contact', input });
const after = (...drafts: EffectDraft[]) =>
  drafts.reduce<ReturnType<typeof overlayAfter>>((seen, draft) => overlayAfter(seen, draft, 0), null);

const ANN = { name: 'Ann', tags: ['old'], fields: { size: 42 } };

it.each<[string, EffectDraft[], object]>([
  ['a value', [update({ set: { stage: 'lead' } })], { ...ANN, stage: 'lead' }],
  [
    'a field beside the others',
    [update({ set: { fields: { colour: 'red' } } })],
    { ...ANN, fields: { size: 42, colour: 'red' } },
  ],
  [
    'fields of two changes',
    [update({ set: { fields: { a: 1 } } }), update({ set: { fields: { b: 2 } } })],
    { fields: { size: 42, a: 1, b: 2 } },
  ],
  ['tags, each once', [update({ addTags: ['new', 'old'] })], { tags: ['old', 'new'] }],
  ['a tag taken away', [update({ removeTags: ['old'] })], { tags: [] }],
  [
    'a tag given and taken away again',
    [update({ addTags: ['new'] }), update({ removeTags: ['new'] })],
    { tags: ['old'] },
  ],
  [
    'a tag taken away and given again',
    [update({ removeTags: ['old'] }), update({ addTags: ['old'] })],
    { tags: ['old'] },
  ],
  [
    'a profile',
    [{ kind: 'contact', name: 'Ann Lee', username: 'ann_1' }],
    { name: 'Ann Lee', username: 'ann_1', tags: ['old'] },
  ],
])('shows %s', (_name, drafts, expected) => {
  expect(contactWith(ANN, after(...drafts), 0)).toMatchObject(expected);
});

it('is not touched by other effects', () => {
  expect(after({ kind: 'task', task: 'add_note', input: { set: { name: 'x' } } })).toBeNull();
});

it('gives way to the CRM after a minute', () => {
  const overlay = after(update({ set: { stage: 'lead' } }));
  expect(contactWith(ANN, overlay, 60_000)).toMatchObject({ stage: 'lead' });
  expect(contactWith(ANN, overlay, 60_001)).toBe(ANN);
  expect(overlayAfter(overlay, update({ set: { email: 'a@example.com' } }), 60_001)?.set).toEqual({
    email: 'a@example.com',
  });
});
