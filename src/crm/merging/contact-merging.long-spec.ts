import { openCrm } from '../../../test/support/crm';
import { ContactLanes } from '../../../test/support/contact-lanes';
import { MergeTraffic } from '../../../test/support/merge-traffic';
import { Contributions } from '../../shared/kernel';
import { ContactReferences } from '../contact-references.port';
import { NoteAndTaskPlaces } from '../note-and-task-places';
import { CrmReferences } from './crm-references.service';

const TIMES = 50;
const SMALL = { writers: 1, rounds: 24 };
const SIZES = [SMALL, { writers: 2, rounds: 12 }, { writers: 4, rounds: 6 }, { writers: 6, rounds: 4 }];

describe('merging contacts while people write', () => {
  it('loses nothing and applies nothing twice, however often it is done', async () => {
    const store = await openCrm();
    try {
      store.module.get(Contributions).provide(ContactReferences, new ContactLanes());
      store.directory.add('ann', { w1: 'admin' });
      for (const own of [CrmReferences, NoteAndTaskPlaces]) store.module.get(own).onModuleInit();
      let merges = 0;
      for (let time = 0; time < TIMES; time += 1)
        merges += await new MergeTraffic(store, String(time), SIZES[time % SIZES.length] ?? SMALL).run();
      expect(merges).toBeGreaterThan(2 * TIMES);
    } finally {
      await store.close();
    }
  }, 600_000);
});
