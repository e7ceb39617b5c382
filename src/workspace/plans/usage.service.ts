import { Injectable } from '@nestjs/common';
import { Clock, newId, type WorkspaceId } from '../../shared/kernel';
import { businessHours } from '../domain/settings/groups';
import { COUNTED_RESOURCES, type MeteredResource, METERED_RESOURCES, type Resource } from '../domain/plans/plan';
import { type UsagePeriod, usagePeriodOf } from '../domain/plans/usage-period';
import { type CounterKey, counterIdOf, UsageCountersRepository } from '../repositories/usage-counters.repository';
import type { ReservationRow } from '../schemas/usage-counter.schema';
import { type SettingsReader, WorkspaceSettings } from '../settings/workspace-settings.service';
import { CountedLimits } from './counted-limits.service';
import { limitReached } from './plans.errors';
import { Plans } from './plans.service';

/** What was reserved and not ended by then is given back: whoever reserved it has died. */
export const RESERVED_MS = 10 * 60_000;

/** A place under the limit, taken before the work that it pays for. End it once: the second time does nothing. */
export interface Reservation {
  id: string;
  /** The work was done: it is charged. False when the reservation had expired; then nothing is charged. */
  settle(): Promise<boolean>;
  /** The work failed: nothing is charged. */
  release(): Promise<void>;
}

export interface ResourceUsage {
  resource: Resource;
  used: number;
  /** Taken by work that is under way. */
  reserved: number;
  /** Null: unlimited. */
  limit: number | null;
}

export interface WorkspaceUsage {
  tier: { id: string; name: string } | null;
  features: object;
  period: UsagePeriod & { timeZone: string };
  resources: ResourceUsage[];
}

/** What workspaces use of what their plan limits. */
@Injectable()
export class Usage {
  private readonly zone: SettingsReader<{ timeZone: string }>;

  constructor(
    private readonly counters: UsageCountersRepository,
    private readonly plans: Plans,
    private readonly counted: CountedLimits,
    private readonly clock: Clock,
    settings: WorkspaceSettings,
  ) {
    this.zone = settings.reader(businessHours, 'workspace.usage', ['timeZone']);
  }

  /** Never passes the limit, also when many ask at once. @throws DomainError PLAN.LIMIT_REACHED. */
  async reserve(workspaceId: WorkspaceId, resource: MeteredResource, amount = 1): Promise<Reservation> {
    const limit = (await this.plans.limitsOf(workspaceId))[resource];
    const period = await this.periodOf(workspaceId);
    const key: CounterKey = { workspaceId, resource, period: period.key };
    const now = this.clock.now();
    const row = { id: newId(now), amount, expiresAt: new Date(now.getTime() + RESERVED_MS) };
    if (await this.counters.reserve(key, row, limit)) return this.reservationOf(key, row);
    // The dead must not keep the living out until the job comes by.
    await this.giveBackExpired(key, now);
    if (await this.counters.reserve(key, row, limit)) return this.reservationOf(key, row);
    throw await this.refusal(key, limit ?? 0, period);
  }

  async of(workspaceId: WorkspaceId): Promise<WorkspaceUsage> {
    const { tier, limits, features } = await this.plans.of(workspaceId);
    const { timeZone } = await this.zone.of(workspaceId);
    const period = usagePeriodOf(this.clock.now(), timeZone);
    const rows = await this.counters.ofPeriod(workspaceId, period.key);
    const counts = await this.counted.counts(workspaceId);
    const metered = METERED_RESOURCES.map((resource) => {
      const row = rows.find((one) => one.resource === resource);
      const used = row?.used ?? 0;
      return { resource, used, reserved: (row?.taken ?? 0) - used, limit: limits[resource] };
    });
    const things = COUNTED_RESOURCES.flatMap((resource) => {
      const used = counts.get(resource);
      return used === undefined ? [] : [{ resource, used, reserved: 0, limit: limits[resource] }];
    });
    return { tier, features, period: { ...period, timeZone }, resources: [...metered, ...things] };
  }

  /** Gives back what dead processes reserved. @returns how many reservations those were. */
  async releaseExpired(atOnce: number): Promise<number> {
    const now = this.clock.now();
    let released = 0;
    for (const { _id, reservations } of await this.counters.withExpired(now, atOnce)) {
      for (const reservation of reservations) {
        if (reservation.expiresAt <= now && (await this.counters.release(_id, reservation))) released += 1;
      }
    }
    return released;
  }

  private async periodOf(workspaceId: WorkspaceId): Promise<UsagePeriod> {
    const { timeZone } = await this.zone.of(workspaceId);
    return usagePeriodOf(this.clock.now(), timeZone);
  }

  private async giveBackExpired(key: CounterKey, now: Date): Promise<void> {
    const row = await this.counters.find(key);
    const expired = row?.reservations.filter(({ expiresAt }) => expiresAt <= now) ?? [];
    for (const reservation of expired) await this.counters.release(counterIdOf(key), reservation);
  }

  private async refusal(key: CounterKey, limit: number, { renewsAt }: UsagePeriod): Promise<Error> {
    const row = await this.counters.find(key);
    return limitReached({ resource: key.resource as MeteredResource, used: row?.used ?? 0, limit, renewsAt });
  }

  private reservationOf(key: CounterKey, row: ReservationRow): Reservation {
    return {
      id: row.id,
      settle: () => this.counters.settle(key, row),
      release: async () => {
        await this.counters.release(counterIdOf(key), row);
      },
    };
  }
}
