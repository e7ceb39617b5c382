/** The lists of the inbox as front ends ask for them, each beside the one best query of the driver. */
import { product } from '../flows/product.mjs';
import { compare, examinedPerRow, report } from './compare.mjs';
import { NOW, workspaceId } from './rows.mjs';

const { InboxListRepository } = product('conversations/repositories/inbox-list.repository');
const { isByStatus, planOf } = product('conversations/domain/inbox-filter');
const { CONVERSATION_STATUSES } = product('conversations/schemas/conversation.schema');

const PAGE = 25;
const DEEP = 1_000;
const WINDOW_MS = 24 * 3_600_000;
const MINUTE = 60_000;

const LISTS = [
  ['newest', {}],
  ['oldest', {}, 'oldest'],
  ['open', { status: 'open' }],
  ['closed', { status: 'closed' }],
  ['of a member', { assigneeId: 'u0' }],
  ['of nobody', { assigneeId: null }],
  ['unread', { unread: true }],
  ['needs a person', { needsHuman: true }],
  ['of an account', { accountId: 'a2' }],
  ['with a tag', { tag: 'vip' }],
  ['with a common tag', { tag: 'de' }],
  ['in a stage', { stage: 'new' }],
  ['with a goal', { goal: 'lead' }],
  ['waits longest', { waitingMinutes: 5 }],
  ['window closes', { closingMinutes: 600 }],
  ['by name', { terms: ['mia77'] }],
  ['open, of a member', { status: 'open', assigneeId: 'u0' }],
  ['open, of nobody', { status: 'open', assigneeId: null }],
  ['open, unread', { status: 'open', unread: true }],
  ['of a member, unread', { assigneeId: 'u15', unread: true }],
  ['open, of a member, unread', { status: 'open', assigneeId: 'u0', unread: true }],
  ['open, of an account', { status: 'open', accountId: 'a4' }],
  ['open, in a stage', { status: 'open', stage: 'won' }],
  ['open, with a tag', { status: 'open', tag: 'vip' }],
  ['open, needs a person', { status: 'open', needsHuman: true }],
  ['of a member, needs a person', { assigneeId: 'u0', needsHuman: true }],
  ['open, waits longest', { status: 'open', waitingMinutes: 5 }],
  ['open, window closes', { status: 'open', closingMinutes: 600 }],
];

const planned = (filter, sort) => ({
  plan: planOf(filter, sort),
  limit: PAGE,
  now: new Date(NOW),
  windowMs: WINDOW_MS,
});

function rangeOf(field, { waitingMinutes = 0, closingMinutes }) {
  if (field === 'waitingSince')
    return { waitingSince: { $type: 'date', $lte: new Date(NOW - waitingMinutes * MINUTE) } };
  if (field !== 'lastInboundAt') return {};
  const opened = NOW - WINDOW_MS;
  return { lastInboundAt: { $gt: new Date(opened), $lte: new Date(opened + closingMinutes * MINUTE) } };
}

/** What somebody would write who knows the index and wants nothing but the page. */
function bestQuery(rows, filter, plan) {
  const { status, assigneeId, unread, needsHuman, accountId, tag, stage, goal, terms } = filter;
  const fields = { status, assigneeId, isUnread: unread, needsHuman, accountId };
  const ofContact = { 'contact.tags': tag, 'contact.stage': stage, 'contact.goals': goal, searchTerms: terms?.[0] };
  const asked = Object.entries({ ...fields, ...ofContact }).filter(([, value]) => value !== undefined);
  const any = isByStatus(plan.index) ? { status: { $in: [...CONVERSATION_STATUSES] } } : {};
  return rows
    .find(
      { workspaceId, shadow: false, ...any, ...Object.fromEntries(asked), ...rangeOf(plan.field, filter) },
      { projection: { consumed: 0 } },
    )
    .sort({ [plan.field]: plan.direction, _id: plan.direction })
    .hint(plan.index)
    .limit(PAGE)
    .toArray();
}

export async function measureLists(client, database, say) {
  const rows = database.collection('conversations');
  const lists = new InboxListRepository({ collection: rows });
  for (const [name, filter, sort] of LISTS) {
    const page = planned(filter, sort);
    const ours = () => lists.page(workspaceId, filter, page);
    const times = await compare(ours, () => bestQuery(rows, filter, page.plan));
    const examined = await examinedPerRow(client, database, ours);
    report(say, name, times, { than: 'best', aim: 1.3, examined });
    await measureDepth(lists, { name, filter, page }, say);
  }
  await measureCounts(lists, rows, say);
}

/** Page 1,000 beside page 1, where there is one. The way to it is gone once, outside what is measured. */
async function measureDepth(lists, { name, filter, page }, say) {
  const { field } = page.plan;
  const all = await lists.page(workspaceId, filter, { ...page, limit: PAGE * DEEP });
  const last = all[PAGE * (DEEP - 1) - 1];
  if (last === undefined || all.length < PAGE * DEEP) return;
  const after = { at: last[field], id: last._id };
  const times = await compare(
    () => lists.page(workspaceId, filter, { ...page, after }),
    () => lists.page(workspaceId, filter, page),
  );
  report(say, `  page ${DEEP}: ${name}`, times, { than: 'page 1', aim: 1.2 });
}

/** All views at once beside a count of the driver for each, all at once as well. */
async function measureCounts(lists, rows, say) {
  const views = LISTS.map(([, filter, sort]) => ({ filter, page: { ...planned(filter, sort), limit: 101 } }));
  const counted = await lists.counts(workspaceId, views);
  const times = await compare(
    () => lists.counts(workspaceId, views),
    () => Promise.all(views.map((view) => lists.counts(workspaceId, [view]))),
  );
  report(say, `${counted.length} views counted`, times, { than: 'one by one', aim: 2 });
}
