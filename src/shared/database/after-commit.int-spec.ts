import { getConnectionToken } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import { type Connection, mongo, Schema } from 'mongoose';
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

describe('operations within a transaction, on the store', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let transactions: Transactions;
  let notes: ReturnType<typeof modelOf>;

  const modelOf = (connection: Connection) => connection.model('Note', new Schema({ text: String }));
  const texts = async () => (await notes.find().lean()).map(({ text }) => text).sort();
  /** One by mongoose, one by the driver. */
  const write = async (text: string) => {
    await notes.create([{ text }]);
    await notes.collection.insertOne({ text: `${text}, too` }, transactions.options);
  };
  const failing = (text: string) =>
    transactions.run(async () => {
      await write(text);
      throw new Error('refused');
    });

  beforeAll(async () => {
    database = await createTestDatabase([]);
    module = await Test.createTestingModule({ imports: [database.module], providers: [Transactions] }).compile();
    transactions = module.get(Transactions);
    notes = modelOf(module.get<Connection>(getConnectionToken()));
  });
  beforeEach(() => notes.deleteMany({}));
  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  it('belong to it, also in one that begins when another has ended', async () => {
    await expect(failing('first')).rejects.toThrow('refused');
    await transactions.run(() => write('second'));
    await expect(failing('third')).rejects.toThrow('refused');
    expect(await texts()).toEqual(['second', 'second, too']);
  });

  it('belong to their own when several are under way, and to none outside', async () => {
    const other = new Transactions(module.get<Connection>(getConnectionToken()));
    await Promise.all([
      expect(failing('bad')).rejects.toThrow('refused'),
      other.run(() => notes.create([{ text: 'good' }])),
      transactions.run(() => write('late')),
      notes.create({ text: 'outside' }),
    ]);
    expect(transactions.options).toEqual({});
    expect(await texts()).toEqual(['good', 'late', 'late, too', 'outside']);
  });
});
