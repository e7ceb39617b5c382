import { Test, type TestingModule } from '@nestjs/testing';
import { mongo } from 'mongoose';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { Transactions } from './transactions';

describe('announcements of a transaction, on the store', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await createTestDatabase([]);
    module = await Test.createTestingModule({ imports: [database.module], providers: [Transactions] }).compile();
    transactions = module.get(Transactions);
  });
  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  it('come after the commit, in order, also those of a transaction within', async () => {
    const order: string[] = [];
    await transactions.run(async () => {
      transactions.afterCommit(() => order.push('first'));
      await transactions.run(async () => transactions.afterCommit(() => order.push('second')));
      order.push('work');
    });
    expect(order).toEqual(['work', 'first', 'second']);
  });

  it('never come when the work fails', async () => {
    const announce = jest.fn();
    const failing = transactions.run(async () => {
      transactions.afterCommit(announce);
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect(announce).not.toHaveBeenCalled();
  });

  it('come once, of the attempt that was committed', async () => {
    const attempts: number[] = [];
    let attempt = 0;
    await transactions.run(async () => {
      const now = (attempt += 1);
      transactions.afterCommit(() => attempts.push(now));
      if (now > 1) return;
      const conflict = new mongo.MongoServerError({ message: 'conflict' });
      conflict.addErrorLabel('TransientTransactionError');
      throw conflict;
    });
    expect(attempts).toEqual([2]);
  });

  it('come at once outside of one', () => {
    const announce = jest.fn();
    transactions.afterCommit(announce);
    expect(announce).toHaveBeenCalledTimes(1);
  });
});
