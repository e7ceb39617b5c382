import { eventOfAudited } from './audited-event';

const AT = new Date('2026-06-01T12:00:00.000Z');
const entry = { id: 'e1', at: AT, workspaceId: 'w1', target: 't1' };

describe('what is told of an audited change', () => {
  it('names the thing and what happened to it, under an id of its own that stays', () => {
    const told = eventOfAudited({ ...entry, action: 'segment.created' });
    expect(told).toMatchObject({
      type: 'segment.changed',
      workspaceId: 'w1',
      at: AT,
      subjectId: 't1',
      data: { resource: 'segment', change: 'created' },
    });
    expect(eventOfAudited({ ...entry, action: 'segment.created' })?.id).toBe(told?.id);
    expect(eventOfAudited({ ...entry, id: 'e2', action: 'segment.created' })?.id).not.toBe(told?.id);
  });

  it('is about the workspace where there is no target', () => {
    const { target: _, ...whole } = entry;
    expect(eventOfAudited({ ...whole, action: 'knowledge-item.processed-again' })?.subjectId).toBe('w1');
  });

  it.each(['task.changed', 'quick-answer.added', 'user.signed-up', 'webhook.created', 'nothing'])(
    '%s is not told here',
    (action) => {
      expect(eventOfAudited({ ...entry, action })).toBeNull();
    },
  );

  it('is nothing where there is no workspace to tell', () => {
    const { workspaceId: _, ...platform } = entry;
    expect(eventOfAudited({ ...platform, action: 'settings.changed' })).toBeNull();
  });
});
