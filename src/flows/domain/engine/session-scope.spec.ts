import { flowEnv } from '../../../../test/support/flow-fixtures';
import { sessionScope } from './session-scope';
import { newSession } from './session-state';

const NOW = Date.parse('2026-03-29T00:30:00Z');
const state = newSession({ sessionId: 's', versionId: 'v', now: NOW });

it('tells the time in the zone of the workspace, or in UTC', () => {
  const hours = { timeZone: 'Europe/Berlin', weekly: { sunday: [{ from: '02:00', to: '04:00' }] }, exceptions: [] };
  expect(sessionScope(state, flowEnv({ now: NOW, hours }), true).time).toEqual({
    now: '2026-03-29T00:30:00.000Z',
    date: '2026-03-29',
    hour: 1,
    minute: 30,
    weekday: 'sunday',
    open: false,
  });
  expect(sessionScope(state, flowEnv({ now: NOW }), true).time).toMatchObject({
    hour: 0,
    weekday: 'sunday',
    open: true,
  });
  // An hour later clocks have been set from 2 to 3.
  expect(sessionScope(state, flowEnv({ now: NOW + 3_600_000, hours }), true).time).toMatchObject({
    hour: 3,
    open: true,
  });
});

it('leaves the time out where no node reads it', () => {
  expect(sessionScope(state, flowEnv({ now: NOW }), false).time).toEqual({});
});

it.each([
  ['see https://example.com/a?b=c now', 'https://example.com/a?b=c'],
  ['HTTP://EXAMPLE.COM', 'HTTP://EXAMPLE.COM'],
  ['<https://example.com>', 'https://example.com'],
  ['example.com', ''],
  ['a://b', ''],
])('finds the link in %j', (text, linkUrl) => {
  const { message } = sessionScope({ ...state, lastMessage: { text, attachmentUrls: [] } }, flowEnv(), false);
  expect(message).toMatchObject({ text, linkUrl, hasLink: linkUrl !== '', hasAttachment: false, attachmentUrl: '' });
});
