import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { PersonalRowsRepository } from '../repositories/personal-rows.repository';
import { type DataSubject, type PersonalCollection, PersonalData, shareOf } from './personal-data.port';

/** All that the domains keep about people. A tenant's collection that nobody answers for stops the boot with its name. */
@Injectable()
export class PersonalDataRegistry implements OnApplicationBootstrap {
  constructor(
    private readonly contributions: Contributions,
    private readonly rows: PersonalRowsRepository,
  ) {
    contributions.declare(PersonalData, 'many');
  }

  /** By name, so that every process goes through them in the same order. */
  get collections(): PersonalCollection[] {
    return this.parts.flatMap(({ collections }) => collections).sort((a, b) => (a.collection < b.collection ? -1 : 1));
  }

  get settleMs(): number {
    return Math.max(0, ...this.parts.map(({ settleMs }) => settleMs));
  }

  /** @throws Error naming the collections that nobody, or more than one, answers for. */
  onApplicationBootstrap(): void {
    const named = this.collections.map(({ collection }) => collection);
    const problems = [
      ...this.rows
        .tenantCollections()
        .filter((collection) => !named.includes(collection))
        .map((collection) => `${collection} is named by no domain`),
      ...named
        .filter((collection, index) => named.indexOf(collection) !== index)
        .map((collection) => `${collection} is named twice`),
    ];
    if (problems.length > 0) throw new Error(`Personal data without erasure: ${problems.sort().join('; ')}.`);
  }

  /** Whether there is anything to erase. */
  async knows(subject: DataSubject): Promise<boolean> {
    for (const collection of this.collections) {
      const share = shareOf(collection, subject);
      if (share === null || share.erasure === 'kept') continue;
      if (await this.rows.hasAny(collection.collection, share)) return true;
    }
    return false;
  }

  async close(subject: DataSubject): Promise<void> {
    for (const part of this.parts) await part.close(subject);
  }

  async reopen(subject: DataSubject): Promise<void> {
    for (const part of this.parts) await part.reopen(subject);
  }

  private get parts(): readonly PersonalData[] {
    return this.contributions.all(PersonalData);
  }
}
