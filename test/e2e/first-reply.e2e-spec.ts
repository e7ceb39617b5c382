import { WHICH_PIECE } from '../support/demo-texts';
import { Parley } from '../support/parley';

describe('a direct message', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start();
  });

  afterAll(() => parley.stop());

  it('is answered by the flow whose keyword it holds', async () => {
    const jane = await parley.newCustomer('Jane');
    await parley.simulator.customer(jane.id).sendsText('How much is a bowl?');
    await parley.expectSent(jane, [WHICH_PIECE]);
    await parley.simulator.customer(jane.id).tapsQuickReply('Bowl');
    await parley.expectSent(jane, [WHICH_PIECE, 'Bowls are 42 €.']);
  });
});
