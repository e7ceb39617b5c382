import { standIn } from '../../../test/support/stand-in';
import { Contributions } from '../../shared/kernel';
import type { PersonalRowsRepository } from '../repositories/personal-rows.repository';
import { type PersonalCollection, PersonalData } from './personal-data.port';
import { PersonalDataRegistry } from './personal-data-registry';

class Contributed extends PersonalData {
  readonly collections: readonly PersonalCollection[];

  constructor(
    names: string[],
    override readonly settleMs = 0,
  ) {
    super();
    this.collections = names.map((collection) => ({ collection, hidden: [] }));
  }
}

const registryOf = (tenantCollections: string[], ...parts: PersonalData[]) => {
  const contributions = new Contributions();
  const registry = new PersonalDataRegistry(
    contributions,
    standIn<PersonalRowsRepository>({ tenantCollections: () => tenantCollections }),
  );
  for (const part of parts) contributions.provide(PersonalData, part);
  return registry;
};

describe('PersonalDataRegistry', () => {
  it('lets the process start when every collection of a tenant is named', () => {
    const registry = registryOf(['notes', 'tasks'], new Contributed(['tasks']), new Contributed(['notes', 'users']));
    expect(() => registry.onApplicationBootstrap()).not.toThrow();
    expect(registry.collections.map(({ collection }) => collection)).toEqual(['notes', 'tasks', 'users']);
  });

  it('stops the boot with the name of a collection that nobody can erase', () => {
    const registry = registryOf(['notes', 'tasks', 'deals'], new Contributed(['tasks']));
    expect(() => registry.onApplicationBootstrap()).toThrow(/deals is named by no domain; notes is named by no domain/);
  });

  it('and of one that two domains claim', () => {
    const registry = registryOf(['notes'], new Contributed(['notes']), new Contributed(['notes']));
    expect(() => registry.onApplicationBootstrap()).toThrow(/notes is named twice/);
  });

  it('waits for the slowest of all', () => {
    expect(registryOf([], new Contributed([], 5), new Contributed([], 30)).settleMs).toBe(30);
    expect(registryOf([]).settleMs).toBe(0);
  });
});
