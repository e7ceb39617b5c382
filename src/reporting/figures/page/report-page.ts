import { createHash } from 'node:crypto';
import { type BrokenDown, brokenDown, type Breakdown } from '../domain/breakdowns';
import type { Counts } from '../domain/counts';
import { insightsOf } from '../domain/insights';
import { type KeyNumber, totalOf } from '../domain/key-numbers';
import type { Labels } from '../domain/label-book';
import type { Summary, Trends } from '../reports.service';
import { type DayChart, lines, type NamedValue, rankedBars, stackedBars } from './charts';
import { escaped, type Format, shown } from './html';
import { PAGE_STYLE } from './page-style';

/** Styles that are in the page and nothing else: no script, no picture, no request. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

export interface PageContent {
  summary: Summary;
  days: Trends['days'];
  labels: Labels;
  byDay: ReadonlyMap<string, Counts>;
}

interface Tile {
  name: KeyNumber;
  title: string;
  format: Format;
  /** Whether more is better; absent where it is neither. */
  good?: 'more' | 'less';
}

const TILES: readonly Tile[] = [
  { name: 'activeConversations', title: 'Active conversations', format: 'count', good: 'more' },
  { name: 'newConversations', title: 'New conversations', format: 'count', good: 'more' },
  { name: 'receivedMessages', title: 'Messages received', format: 'count' },
  { name: 'sentMessages', title: 'Messages sent', format: 'count' },
  { name: 'medianFirstResponseMs', title: 'Median first answer', format: 'time', good: 'less' },
  { name: 'botHandledShare', title: 'Handled by the bot alone', format: 'share', good: 'more' },
  { name: 'escalationsOpened', title: 'Given to people', format: 'count', good: 'less' },
  { name: 'slaBreachedShare', title: 'Promises for escalations broken', format: 'share', good: 'less' },
  { name: 'knowledgeBackedShare', title: 'AI answers from knowledge', format: 'share', good: 'more' },
  { name: 'goalCompletions', title: 'Goals completed', format: 'count', good: 'more' },
  { name: 'followupRepliedShare', title: 'Follow-ups answered', format: 'share', good: 'more' },
  { name: 'failedSends', title: 'Messages not sent', format: 'count', good: 'less' },
];
const MOST_BARS = 8;

/** The summary of a workspace for people to look at, as one document. */
export function reportPage(content: PageContent): string {
  const { from, to, standing, cost, previous } = content.summary;
  const title = `Report, ${from} to ${to}`;
  const note = standing.isRecounting ? ' The figures are being counted anew and may still change.' : '';
  const about = `Days of ${standing.timeZone}, beside ${previous.from} to ${previous.to}.${note}`;
  const money = tile('AI cost', shown(cost.costUsd, 'money'), `${shown(cost.calls, 'count')} calls`);
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${escaped(title)}</title><style>${PAGE_STYLE}</style></head><body><main>` +
    `<header><h1>${escaped(title)}</h1><p>${escaped(about)}</p></header>` +
    `<ul class="tiles">${TILES.map((one) => tileOf(one, content.summary)).join('')}${money}</ul>` +
    `${insights(content.summary)}<div class="charts">${charts(content).join('')}</div></main></body></html>`
  );
}

const tile = (title: string, value: string, note: string, style = ''): string =>
  `<li><span>${escaped(title)}</span><b>${escaped(value)}</b><span class="${style}">${escaped(note)}</span></li>`;

function tileOf({ name, title, format, good }: Tile, { compared }: Summary): string {
  const { current, previous, change } = compared[name];
  const before = `before: ${shown(previous, format)}`;
  if (change === null || change === 0) return tile(title, shown(current, format), before);
  const note = `${change > 0 ? '▲' : '▼'} ${shown(Math.abs(change), 'share')}, ${before}`;
  const isBetter = good === 'more' ? change > 0 : change < 0;
  return tile(title, shown(current, format), note, good === undefined ? '' : isBetter ? 'better' : 'worse');
}

function insights({ compared, missedWindows: missed, figures }: Summary): string {
  const found = insightsOf({ compared, missed, questions: figures.responses.questions });
  if (found.length === 0) return '';
  const items = found.map(({ text }) => `<li>${escaped(text)}</li>`).join('');
  return `<section class="insights"><h2>What the figures say</h2><ul>${items}</ul></section>`;
}

type Draw = (id: string, title: string, format: Format, series: DayChart['series']) => DayChart;
type Read = (name: KeyNumber) => (number | null)[];

function charts({ days, summary, labels, byDay }: PageContent): string[] {
  const names = days.map(({ day }) => day);
  const of: Read = (name) => days.map((day) => day[name]);
  const counts = totalOf(names, byDay);
  const base: Draw = (id, title, format, series) => ({
    ...{ id, title, format, days: names, series },
    says: `${title}, day by day from ${summary.from} to ${summary.to}; the numbers are in the table below.`,
  });
  const ranked = (by: Breakdown, number: string) => topOf(brokenDown(by, counts, labels), number);
  return [
    stackedBars(
      base('sent', 'Messages sent', 'count', [
        { name: 'Bot', values: of('botMessages') },
        { name: 'People', values: of('peopleMessages') },
      ]),
    ),
    stackedBars(base('received', 'Messages received', 'count', [{ name: 'Received', values: of('receivedMessages') }])),
    lines(
      base('conversations', 'Conversations', 'count', [
        { name: 'Active', values: of('activeConversations') },
        { name: 'New', values: of('newConversations') },
      ]),
    ),
    lines(
      base('answers', 'Median time to the first answer', 'time', [
        { name: 'By the clock', values: of('medianFirstResponseMs') },
        { name: 'Within business hours', values: of('medianFirstResponseOpenMs') },
      ]),
    ),
    lines(base('handled', 'Handled by the bot alone', 'share', [{ name: 'Share', values: of('botHandledShare') }])),
    stackedBars(base('goals', 'Goals completed', 'count', [{ name: 'Completed', values: of('goalCompletions') }])),
    ...escalationCharts(base, of),
    rankedBars('severities', 'Given to people, by severity', ranked('severity', 'opened')),
    rankedBars('kinds', 'Received, by kind', ranked('received-kind', 'messages')),
    rankedBars('languages', 'Languages', ranked('language', 'conversations')),
    rankedBars('failures', 'Messages not sent, by reason', ranked('send-failure', 'messages')),
  ];
}

const escalationCharts = (base: Draw, of: Read): string[] => [
  lines(
    base('escalations', 'Median times of escalations, within business hours', 'time', [
      { name: 'To the first answer', values: of('medianEscalationResponseOpenMs') },
      { name: 'To the solution', values: of('medianResolutionOpenMs') },
    ]),
  ),
  stackedBars(
    base('promises', 'Promises for escalations that were broken', 'count', [
      { name: 'First answer', values: of('slaFirstResponsesBreached') },
      { name: 'Solution', values: of('slaResolutionsBreached') },
    ]),
  ),
];

const topOf = (items: readonly BrokenDown[], number: string): NamedValue[] =>
  items.slice(0, MOST_BARS).map(({ key, numbers }) => ({ name: key, value: numbers[number] ?? 0 }));
