import 'reflect-metadata';
import { createRequire } from 'node:module';
import { product } from '../flows/product.mjs';
import { fromRoot } from '../../scripts/launcher/paths.mjs';
import { absolute } from '../report/absolute.mjs';

const require = createRequire(import.meta.url);
const DAY_MS = 86_400_000;
const DAYS = 90;
const PER_CONVERSATION = 100;
const AT_ONCE = 5_000;
const DASHBOARDS = { workspaces: 50, loads: 200 };

/** Counting everything anew beside one bare aggregation; counting as it happens; and reading. */
export async function reports(world, { seconds }) {
  const size = seconds < 2 ? { messages: 50_000, fresh: 5_000 } : { messages: 1_000_000, fresh: 20_000 };
  const uri = new URL(world.env('parley', world.storeUri).MONGODB_URI);
  uri.searchParams.set('monitorCommands', 'true');
  const context = await contextOf({ ...world.env('parley', world.storeUri), MONGODB_URI: uri.toString() });
  try {
    const bench = new ReportsBench(context);
    const rows = [
      ...(await bench.rebuild(size.messages)),
      ...(await bench.fold(size.fresh)),
      ...(await bench.dashboards()),
    ];
    return absolute(rows);
  } finally {
    await context.close();
  }
}

/** The worker's parts, without its jobs. */
function contextOf(env) {
  const { NestFactory } = require('@nestjs/core');
  const { loadConfig } = require(fromRoot('dist/config/index.js'));
  const { WorkerModule } = product('worker.module');
  return NestFactory.createApplicationContext(WorkerModule.with(loadConfig(env)), { logger: false });
}

class ReportsBench {
  #get;
  #connection;
  #sent = 0;

  constructor(context) {
    const { getConnectionToken } = require('@nestjs/mongoose');
    this.#get = (file, name) => context.get(product(file)[name], { strict: false });
    this.#connection = context.get(getConnectionToken());
    this.#connection.getClient().on('commandStarted', (event) => (this.#sent += isOfReports(event) ? 1 : 0));
  }

  async rebuild(count) {
    const workspaceId = 'bench-reports';
    await this.#fill(workspaceId, count);
    const recount = this.#get('reporting/figures/report-recount.service', 'ReportRecount');
    const bare = await timed(() => this.#bareAggregation(workspaceId));
    const before = process.memoryUsage().rss;
    const watch = watchMemory();
    const first = await timedTwice(() => recount.run(workspaceId));
    const again = await timedTwice(() => recount.run(workspaceId));
    const peak = watch.stop();
    return [
      { title: `one bare aggregation of ${count} messages, s`, values: [bare / 1_000] },
      { title: `first count of ${count} messages, s`, values: [first.took / 1_000] },
      { title: 'the same, × one bare aggregation', values: [first.took / bare], atMost: 1.5 },
      { title: 'the same: processor time of ours, s', values: [first.busy / 1_000] },
      { title: 'counted anew, nothing changed, s', values: [again.took / 1_000] },
      { title: 'the same, × one bare aggregation', values: [again.took / bare], atMost: 1.5 },
      { title: 'the same: processor time of ours, s', values: [again.busy / 1_000] },
      { title: 'memory on top, MB', values: [(peak - before) / 1e6], atMost: 200 },
    ];
  }

  async fold(count) {
    const workspaceId = 'bench-reports';
    await this.#insert(workspaceId, count, { from: 1e9, folded: true });
    const folder = this.#get('reporting/figures/report-folder.service', 'ReportFolder');
    this.#sent = 0;
    // One run ends before it has kept others waiting for too long, whatever is left.
    const took = await timed(async () => {
      while ((await folder.run()) > 0);
    });
    const sent = this.#sent;
    await folder.run();
    const idle = this.#sent - sent;
    return [
      { title: 'commands for each message counted as it happens', values: [sent / count], atMost: 1 },
      { title: 'commands where nothing has happened', values: [idle], atMost: 1 },
      { title: 'messages counted in a second', values: [(count / took) * 1_000] },
    ];
  }

  async dashboards() {
    const { workspaces, loads } = DASHBOARDS;
    const days = this.#connection.collection('reportDailyWorkspaces');
    const template = await days.find({ workspaceId: 'bench-reports', day: { $ne: '' } }).toArray();
    for (let number = 0; number < workspaces; number++) {
      const workspaceId = `bench-dashboard-${number}`;
      await days.insertMany(everyDay(template).map((row) => ({ ...row, _id: `${number}-${row.day}`, workspaceId })));
    }
    const all = this.#get('reporting/figures/reports.service', 'Reports');
    const [from, to] = [dayOf(DAYS - 1), dayOf(0)];
    const read = (number) => all.overview(`bench-dashboard-${number % workspaces}`, { from, to });
    // Settings are at hand, as they are where anybody has looked before.
    for (let number = 0; number < workspaces; number++) await read(number);
    this.#sent = 0;
    const times = [];
    for (let load = 0; load < loads; load++) times.push(await timed(() => read(load)));
    times.sort((a, b) => a - b);
    return [
      {
        title: `a dashboard of ${DAYS} days and the ${DAYS} before, of ${workspaces} workspaces: ms, median`,
        values: [times[loads / 2]],
      },
      { title: 'the same: ms, p99', values: [times[Math.floor(loads * 0.99)]] },
      { title: 'the same: commands', values: [this.#sent / loads], atMost: 2 },
    ];
  }

  async #fill(workspaceId, count) {
    const conversations = Array.from({ length: count / PER_CONVERSATION }, (_, number) => ({
      ...{ _id: `bench-${number}`, workspaceId, accountId: `a${number % 3}`, participantId: `${number}` },
    }));
    await this.#connection.collection('conversations').insertMany(conversations);
    await this.#insert(workspaceId, count, { from: 0, folded: false });
  }

  async #insert(workspaceId, count, { from, folded }) {
    const messages = this.#connection.collection('messages');
    for (let done = 0; done < count; done += AT_ONCE) {
      const rows = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, number) =>
        messageOf(workspaceId, from, done + number, count),
      );
      await messages.insertMany(folded ? rows.map((row) => ({ ...row, folded: false })) : rows);
    }
  }

  #bareAggregation(workspaceId) {
    const day = { $dateToString: { date: '$at', format: '%Y-%m-%d', timezone: 'UTC' } };
    const group = { _id: { day, direction: '$direction', origin: '$origin' }, count: { $sum: 1 } };
    return this.#connection
      .collection('messages')
      .aggregate([{ $match: { workspaceId } }, { $group: group }])
      .toArray();
  }
}

/** Talks of ten messages, a minute apart, over ninety days. */
function messageOf(workspaceId, from, number, count) {
  const conversation = Math.floor(number / PER_CONVERSATION) % Math.max(1, count / PER_CONVERSATION);
  const place = number % PER_CONVERSATION;
  const talk = Math.floor(place / 10);
  const start = Date.now() - DAYS * DAY_MS + talk * 9 * DAY_MS + (conversation % 1_440) * 60_000;
  const isOurs = place % 2 === 1;
  return {
    ...{ _id: `bench-${from + number}`, workspaceId, conversationId: `bench-${conversation}` },
    ...{ accountId: `a${conversation % 3}`, attachments: [], correlationId: 'bench' },
    ...(isOurs
      ? { direction: 'out', origin: 'bot', status: 'sent' }
      : { direction: 'in', origin: 'participant', status: 'received' }),
    ...{ text: textOf(conversation, number), at: new Date(start + (place % 10) * 60_000) },
  };
}

/** By words, by letters, and by statistics. */
const TEXTS = [
  (number) => `How much is number ${number}, and do you ship it?`,
  (number) => `Hola, ¿cuánto cuesta el número ${number} y cómo lo puedo pedir? Gracias`,
  (number) => `Hallo, ist die Nummer ${number} noch da, und wie viel kostet der Versand?`,
  (number) => `مرحبا، كم سعر رقم ${number} وهل يوجد شحن إلى القاهرة؟`,
  (number) => `Hej, hvad koster nummer ${number}, og kan I sende den til Aarhus i morgen?`,
];
const textOf = (conversation, number) => TEXTS[conversation % TEXTS.length](number);

/** What reports ask for; not what else the process looks after meanwhile. */
function isOfReports({ commandName, command }) {
  if (command.find === 'workspaceSettings') return false;
  if (commandName === 'commitTransaction' || command.hint === 'to_count') return true;
  const { filter, pipeline, updates = [], documents = [] } = command;
  const asked = [filter, pipeline, updates[0]?.q, documents[0]?.workspaceId];
  return JSON.stringify(asked).includes('bench-');
}

/** Of both periods: none without something to show. */
const everyDay = (template) =>
  Array.from({ length: 2 * DAYS }, (_, ago) => ({ ...template[ago % template.length], day: dayOf(ago) }));

const dayOf = (ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);

async function timed(act) {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

/** With the time in which this process was at work. */
async function timedTwice(act) {
  const before = process.cpuUsage();
  const took = await timed(act);
  const { user, system } = process.cpuUsage(before);
  return { took, busy: (user + system) / 1_000 };
}

function watchMemory() {
  let peak = 0;
  const look = () => (peak = Math.max(peak, process.memoryUsage().rss));
  const timer = setInterval(look, 50);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}
