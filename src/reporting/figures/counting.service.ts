import { Injectable } from '@nestjs/common';
import { languageOf } from '../../knowledge';
import { Transactions } from '../../shared/database';
import { Clock, faultPoint, type WorkspaceId } from '../../shared/kernel';
import { businessHours, RetentionPolicy, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { type Basis, COUNTING_RULES, type CountingWorld, countingWorld } from './domain/counting-world';
import { LabelBook } from './domain/label-book';
import { languageByWords } from './domain/language-by-words';
import { changeBetween, isNothing, type Unit } from './domain/unit';
import { dayAfter, DayCalendar, type LocalDay } from './domain/day-calendar';
import { ReportRowsRepository, type Standing } from './repositories/report-rows.repository';
import { ReportUnitsRepository, UNIT_LIFE_DAYS } from './repositories/report-units.repository';

/** Days that are older are final: what is counted may be forgotten by then. */
const FINAL_DAYS = UNIT_LIFE_DAYS - 10;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** What counting a batch leads to. */
export interface Counted {
  during: 'counting' | 'recount';
  before: readonly Unit[];
  after: readonly Unit[];
  /** Marks the facts that were counted; part of the same transaction. */
  mark?: () => Promise<void>;
}

/**
 * Counting of batches. The sum over all units is what the rows say, at every moment: a batch changes both in one
 * transaction, and of two batches made from the same standing the second is refused.
 */
@Injectable()
export class Counting {
  private readonly hours: SettingsReader<Basis['hours']>;

  constructor(
    settings: WorkspaceSettings,
    private readonly rows: ReportRowsRepository,
    private readonly units: ReportUnitsRepository,
    private readonly retention: RetentionPolicy,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.hours = settings.reader(businessHours, 'reporting.counting', ['timeZone', 'weekly', 'exceptions']);
  }

  worldOf({ basis, labels, given }: Standing): CountingWorld {
    return countingWorld(basis, new LabelBook(labels, given), (text) => languageByWords(text) ?? languageOf(text));
  }

  /** As the settings and the rules say now. */
  async basisOf(workspaceId: WorkspaceId): Promise<Basis> {
    const { timeZone, weekly, exceptions } = await this.hours.of(workspaceId);
    return { hours: { timeZone, weekly, exceptions }, rules: COUNTING_RULES };
  }

  /** Days before it do not change any more. */
  finalBefore({ basis }: Standing): string {
    return dayAfter(this.today(basis).day, -FINAL_DAYS);
  }

  /** The first day of which all messages are there. */
  async wholeSince(standing: Standing, { calendar }: CountingWorld): Promise<LocalDay> {
    const { messageDays } = await this.retention.of(standing.workspaceId);
    const final = this.finalBefore(standing);
    if (messageDays === null) return calendar.named(final);
    const cut = calendar.at(this.clock.now().getTime() - messageDays * DAY_MS).day;
    // Of the day of the cut a part is gone; on the next, what was answered on it.
    const whole = dayAfter(cut, 2);
    return calendar.named(whole > final ? whole : final);
  }

  get now(): Date {
    return this.clock.now();
  }

  /** @returns how the workspace stands afterwards; null: another batch came first, and this one is to be made again */
  async save(standing: Standing, world: CountingWorld, counted: Counted): Promise<Standing | null> {
    const { during, before, after, mark } = counted;
    const change = changeBetween(before, after, this.finalBefore(standing));
    if (during === 'recount' && isNothing(change)) return standing;
    return this.inBatch(standing, world, during, async () => {
      await this.units.apply(standing.workspaceId, change);
      faultPoint('reports.units-saved');
      await this.rows.add(standing.workspaceId, change.deltas);
      faultPoint('reports.added');
      await mark?.();
      faultPoint('reports.marked');
    });
  }

  /** `write` and the step that makes it the next batch hold together. */
  async inBatch(
    standing: Standing,
    { labels }: Pick<CountingWorld, 'labels'>,
    during: Counted['during'],
    write: () => Promise<void>,
  ): Promise<Standing | null> {
    const { workspaceId, sequence } = standing;
    const isNext = await this.transactions.run(async () => {
      if (!(await this.rows.advance(workspaceId, { sequence, during }, labels, this.clock.now()))) return false;
      await write();
      return true;
    });
    return isNext ? { ...standing, sequence: sequence + 1, labels: labels.all, given: labels.given } : null;
  }

  private today({ hours }: Basis): LocalDay {
    return new DayCalendar(hours.timeZone).at(this.clock.now().getTime());
  }
}
